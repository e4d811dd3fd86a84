#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "made_line.hpp"
#include "pipeline/reading/decode_line.hpp"

using namespace carescan::reading;
using carescan::test::confuse;
using carescan::test::line_that_says;

namespace {

double sum(const std::vector<LikelyText>& texts) {
  return std::accumulate(texts.begin(), texts.end(), 0.0, [](double s, const LikelyText& t) { return s + t.p; });
}

}  // namespace

TEST_CASE("what is seen step by step becomes text and its probability is that of all ways to see it") {
  const auto texts = likeliest_texts(line_that_says("Ann", 0.9), "", 5);
  REQUIRE(texts.size() == 5);
  CHECK(texts[0].text == "Ann");
  CHECK(texts[0].p > std::pow(0.9, 7));  // the likeliest way alone
  CHECK(texts[0].p < 1);
  CHECK(sum(texts) <= 1 + 1e-6);
}

TEST_CASE("the same letter twice needs a gap between") {
  LineScores twice = line_that_says("Ana");
  CHECK(likeliest_texts(line_that_says("nn"), "", 1)[0].text == "nn");
  twice.steps.erase(twice.steps.begin() + 2);  // the gap between A and n: two different letters need none
  CHECK(likeliest_texts(twice, "", 1)[0].text == "Ana");
  LineScores one = line_that_says("nn");
  one.steps.erase(one.steps.begin() + 2);
  CHECK(likeliest_texts(one, "", 1)[0].text == "n");
}

TEST_CASE("an alphabet leaves the others out and what they had is not given away") {
  LineScores line = line_that_says("5mg", 0.9);
  const auto digits = likeliest_texts(line, "0123456789", 3);
  REQUIRE(!digits.empty());
  CHECK(digits[0].p < 0.1);  // two letters stand beside it, and nobody may think that it is sure
}

TEST_CASE("a list decides between what the ink leaves open") {
  LineScores line = line_that_says("Snith");
  confuse(line, 1, 'm', 0.3);
  const Phrases surnames({"Smith", "Jones", "Patel", "Brown"});
  CHECK(decode_line(line, "", nullptr).texts[0].text == "Snith");
  const auto listed = decode_line(line, "", &surnames).texts;
  CHECK(listed[0].text == "Smith");
  CHECK(listed[0].p > 0.95);
  CHECK(sum(listed) <= 1 + 1e-6);
}

TEST_CASE("a name that is not on the list is read as it stands") {
  const Phrases names({"Kathryn", "Catherine", "Karen"});
  const auto texts = decode_line(line_that_says("Kathlyn", 0.995), "", &names).texts;
  CHECK(texts[0].text == "Kathlyn");
}

TEST_CASE("an unclear name that is not on the list is not surely the listed one") {
  const Phrases names({"Kathryn"});
  LineScores line = line_that_says("Kathlyn", 0.98);
  confuse(line, 4, 'r', 0.02);
  for (const LikelyText& text : decode_line(line, "", &names).texts)
    if (text.text == "Kathryn") CHECK(text.p < 0.99);
}

TEST_CASE("capitals and small letters of an entry are found as they are written") {
  const Phrases towns({"Milton Keynes", "Hull"});
  CHECK(decode_line(line_that_says("MILTON KEYNES"), "", &towns).texts[0].text == "MILTON KEYNES");
  CHECK(decode_line(line_that_says("hull"), "", &towns).texts[0].text == "hull");
}

TEST_CASE("two entries may follow each other") {
  LineScores line = line_that_says("Mary Anm");
  confuse(line, 7, 'n', 0.4);
  const Phrases names({"Mary", "Ann", "John"});
  CHECK(decode_line(line, "", &names).texts[0].text == "Mary Ann");
}

TEST_CASE("one letter that the net missed does not lose a listed word") {
  LineScores line = line_that_says("paracetamol");
  confuse(line, 0, 'f', 0.999);
  const Phrases medicines({"paracetamol", "ibuprofen", "amoxicillin"});
  CHECK(decode_line(line, "", &medicines).texts[0].text == "paracetamol");
}

TEST_CASE("no character is no text") {
  CHECK(decode_line(line_that_says("", 1), "", nullptr).texts.empty());
}

TEST_CASE("entries that the net cannot write are left out of a list") {
  CHECK(Phrases({"Zo\xc3\xab"}).empty());
  CHECK(Phrases({}).empty());
  const Phrases one({"Zoe", "Zo\xc3\xab"});
  CHECK(!one.empty());
}

TEST_CASE("shares of a list and its spellings add up to one") {
  const Phrases list({"Ann", "ann", "BOB"});
  double total = 0;
  std::vector<int> open{Phrases::root};
  while (!open.empty()) {
    const int node = open.back();
    open.pop_back();
    total += list[node].share;
    for (const auto& [c, next] : list[node].next) open.push_back(next);
  }
  CHECK(total == doctest::Approx(1));
}
