#include <doctest/doctest.h>

#include "made_scores.hpp"
#include "pipeline/records/decide.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::reading::made;

namespace {

WrittenComb digits(FieldKind kind, const std::string& text) {
  Field field = comb(kind, text.size(), "digits");
  if (kind == FieldKind::date) field.layout = "DDMMYYYY";
  return {field, sharp(text)};
}

/// A page of other combs, and what a comb on it is read as.
Reading among(const WrittenComb& own, const std::vector<std::string>& others) {
  std::vector<WrittenComb> page{own};
  for (const std::string& text : others) page.push_back(digits(FieldKind::number, text));
  return decode(own.field, own.cells, {}, hand_of(page));
}

const std::vector<std::string> without_1{"02345689", "98654320", "02345689", "98654320", "23456890"};
const std::vector<std::string> with_1{"02345681", "98154320", "02345689", "98614320", "23456890"};

}  // namespace

TEST_CASE("a 7 on a page that shows plain ones is a 7") {
  const Reading read = among(digits(FieldKind::date, "07061957"), with_1);
  CHECK(read.value == Value(std::string("1957-06-07")));
  CHECK(read.confidence > 0.99);
}

TEST_CASE("a 7 on a page without a single plain 1 may be one and is never changed unseen") {
  const Reading read = among(digits(FieldKind::date, "07062057"), without_1);
  CHECK(read.value == Value(std::string("2057-06-07")));
  CHECK(read.confidence < 0.9);
  CHECK(std::ranges::any_of(read.alternatives,
                            [](const auto& other) { return other.value == Value(std::string("2051-06-01")); }));
}

TEST_CASE("the emptier the page the less is known of the hand") {
  const WrittenComb own = digits(FieldKind::number, "47");
  const double alone = among(own, {}).confidence, long_page = among(own, without_1).confidence;
  CHECK(alone < 0.97);
  CHECK(alone > long_page);
  CHECK(decode(own.field, own.cells, {}).confidence > 0.99);
}

TEST_CASE("a check digit clears a number of a habit unless the other reading passes too") {
  // Turning every 7 of the first into a 1 breaks modulus 11, and in the second it does not.
  std::string clear, open;
  for (long n = 9990000000; clear.empty() || open.empty(); ++n) {
    const std::string text = std::to_string(n);
    std::string other = text;
    std::ranges::replace(other, '7', '1');
    if (text.find('1') != std::string::npos || other == text || !records::is_nhs_number(text)) continue;
    (records::is_nhs_number(other) ? open : clear) = text;
  }
  CHECK(among(digits(FieldKind::nhs_number, clear), without_1).confidence > 0.95);
  CHECK(among(digits(FieldKind::nhs_number, open), without_1).confidence < 0.9);
  CHECK(among(digits(FieldKind::nhs_number, open), with_1).confidence > 0.95);
}

TEST_CASE("letters tell nothing of how digits are written") {
  Field words = comb(FieldKind::comb, 8, "alphanumeric");
  const Hand hand = hand_of({{words, sharp("ABCDEFGH")}});
  CHECK(std::ranges::all_of(hand, [](double ratio) { return ratio == 0; }));
}
