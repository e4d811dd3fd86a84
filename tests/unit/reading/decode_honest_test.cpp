#include <doctest/doctest.h>

#include <functional>

#include "made_scores.hpp"
#include "pipeline/reading/decode_laws.hpp"
#include "pipeline/records/decide.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::reading::made;

namespace {

const std::string digits = "0123456789";

/// What a perfectly calibrated net says of a cell that holds `c`: each character's logarithm is a draw of a normal
/// distribution, higher by its variance for the true one, so that the softmax is the exact posterior; then it doubts as
/// the net does.
CellScores seen(char c, const std::string& characters, double clearness, std::mt19937& random) {
  std::normal_distribution<double> score(0, clearness);
  std::map<char, double> p;
  double sum = 0;
  for (const char other : characters)
    sum += p[other] = std::exp(score(random) + (other == c ? clearness * clearness : 0));
  for (auto& [other, share] : p)
    share = ((1 - smoothed) * share / sum + smoothed / static_cast<double>(characters.size())) / 1.0001;
  return cell(p, 0.9999);
}

std::vector<CellScores> seen(const std::string& text, const std::string& characters, double clearness,
                             std::mt19937& random) {
  std::vector<CellScores> out;
  for (const char c : text) out.push_back(seen(c, characters, clearness, random));
  return out;
}

struct Tally {
  double expected = 0, variance = 0, right = 0, accepted = 0, accepted_wrong = 0;
};

/// Many made fields of a kind: how many values were right, and how many the confidences promised.
Tally tally(FieldKind kind, int fields, double clearness, const std::function<std::string(std::mt19937&)>& draw,
            const std::function<Value(const std::string&)>& value_of) {
  std::mt19937 random(2024);
  Tally out;
  for (int i = 0; i < fields; ++i) {
    const std::string truth = draw(random);
    const Reading reading = decoded(kind, seen(truth, digits, clearness, random), "digits");
    const bool right = reading.state == FieldState::read && reading.value == value_of(truth);
    out.expected += reading.confidence;
    out.variance += reading.confidence * (1 - reading.confidence);
    out.right += right;
    if (reading.confidence > 0.99 && reading.reasons.empty()) ++out.accepted, out.accepted_wrong += !right;
  }
  return out;
}

void check_honest(const Tally& found, double clearness) {
  if (clearness > 4) CHECK(found.accepted > 250);
  CHECK(std::abs(found.expected - found.right) < 4 * std::sqrt(found.variance) + 1);
  CHECK(found.accepted_wrong <= 0.01 * found.accepted + 3);
}

std::string any_digits(std::size_t count, std::mt19937& random) {
  std::uniform_int_distribution<std::size_t> digit(0, 9);
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += digits[digit(random)];
  return out;
}

/// A number that passes, or seldom one that does not, as on paper.
std::string nhs_number(std::mt19937& random) {
  const bool slip = std::uniform_real_distribution<double>(0, 1)(random) < 0.01;
  while (true)
    if (std::string number = any_digits(10, random); slip || records::is_nhs_number(number)) return number;
}

std::string day(std::mt19937& random) {
  while (true) {
    const std::string cells = any_digits(8, random), year = "19" + cells.substr(6);
    if (records::is_calendar_date(year + "-" + cells.substr(2, 2) + "-" + cells.substr(0, 2)))
      return cells.substr(0, 4) + year;
  }
}

}  // namespace

TEST_CASE("confidences keep what they promise when the cells' do") {
  for (const double clearness : {1.8, 2.5, 5.0}) {
    check_honest(
        tally(FieldKind::nhs_number, 500, clearness, nhs_number, [](const std::string& s) { return Value(s); }),
        clearness);
    check_honest(tally(
                     FieldKind::comb, 500, clearness, [](std::mt19937& random) { return any_digits(4, random); },
                     [](const std::string& s) { return Value(s); }),
                 clearness);
    check_honest(
        tally(FieldKind::date, 500, clearness, day,
              [](const std::string& s) { return Value(s.substr(4) + "-" + s.substr(2, 2) + "-" + s.substr(0, 2)); }),
        clearness);
  }
}

TEST_CASE("what a number must be reads more of them than cells alone") {
  std::mt19937 random(77);
  int by_law = 0, by_cells = 0;
  for (int i = 0; i < 300; ++i) {
    std::string number = nhs_number(random);
    const auto cells = seen(number, digits, 2.2, random);
    by_law += decoded(FieldKind::nhs_number, cells).value == text(number);
    by_cells += decoded(FieldKind::comb, cells, "digits").value == text(number);
  }
  CHECK(by_law > by_cells + 30);
}

TEST_CASE("sharp numbers that are wrong on paper are never taken for valid ones") {
  std::mt19937 random(11);
  for (int i = 0; i < 200; ++i) {
    const std::string number = any_digits(10, random);
    if (records::is_nhs_number(number)) continue;
    CHECK(decoded(FieldKind::nhs_number, sharp(number)).value == text(number));
  }
}

TEST_CASE("sharp days that are in no calendar are read as they stand or asked") {
  std::mt19937 random(12);
  for (int i = 0; i < 300; ++i) {
    const std::string cells = any_digits(8, random);
    const Reading reading = decoded(FieldKind::date, sharp(cells));
    const bool as_written = reading.text == cells;
    CHECK((as_written || says(reading, "read-by-rule")));
    CHECK((as_written || reading.confidence < 0.999));
  }
}
