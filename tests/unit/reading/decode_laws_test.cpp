#include "pipeline/reading/decode_laws.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <ctime>

#include "made_scores.hpp"
#include "pipeline/records/decide.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::reading::made;

namespace {

const std::string digits = "0123456789";

Likelihoods random_cells(std::size_t count, const std::string& characters, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<CellScores> scores;
  for (std::size_t i = 0; i < count; ++i) scores.push_back(random_cell(characters, random));
  return likelihoods(scores, choices_of(characters));
}

double weight(const Likelihoods& cells, const std::string& content) {
  double product = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) product *= cells[i][content[i]];
  return product;
}

/// All contents, one by one, each with the same prior.
Evidence enumerated(const Likelihoods& cells, const std::vector<std::string>& contents) {
  Evidence out;
  for (const std::string& content : contents) {
    const double w = weight(cells, content) / static_cast<double>(contents.size());
    out.total += w;
    out.best.push_back({content, w});
  }
  keep_best(out.best);
  return out;
}

void check_same(const Evidence& a, const Evidence& b, std::size_t best = kept) {
  CHECK(a.total == doctest::Approx(b.total).epsilon(1e-9));
  REQUIRE(a.best.size() >= std::min(best, b.best.size()));
  for (std::size_t i = 0; i < std::min(best, b.best.size()); ++i) {
    CHECK(a.best[i].cells == b.best[i].cells);
    CHECK(a.best[i].weight == doctest::Approx(b.best[i].weight).epsilon(1e-9));
  }
}

std::string padded(long number, std::size_t width) {
  std::string text = std::to_string(number);
  return text.insert(0, width - text.size(), '0');
}

/// Strings of n digits whose sum weighted n … 1 is a multiple of 11, without those of one digit.
std::vector<std::string> passing(std::size_t n) {
  std::vector<std::string> out;
  const auto count = static_cast<long>(std::pow(10, n));
  for (long number = 0; number < count; ++number) {
    const std::string text = padded(number, n);
    std::size_t sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += static_cast<std::size_t>(text[i] - '0') * (n - i);
    if (sum % 11 == 0 && text.find_first_not_of(text[0]) != std::string::npos) out.push_back(text);
  }
  return out;
}

}  // namespace

TEST_CASE("modulus 11 by dynamic programming equals going through all numbers") {
  for (const std::size_t n : {2U, 3U, 4U, 5U}) {
    const auto numbers = passing(n);
    for (unsigned seed = 0; seed < 20; ++seed) {
      const Likelihoods cells = random_cells(n, digits, 100 * static_cast<unsigned>(n) + seed);
      check_same(by_modulus_11(cells), enumerated(cells, numbers), kept - 1);  // one of the best may have been 00…0
    }
  }
}

TEST_CASE("every number that modulus 11 gives for ten cells is an NHS number") {
  for (unsigned seed = 0; seed < 50; ++seed) {
    const Evidence found = by_modulus_11(random_cells(10, digits, 7000 + seed));
    REQUIRE(found.best.size() == kept);
    double listed = 0;
    for (const Candidate& candidate : found.best) {
      CHECK(records::is_nhs_number(candidate.cells));
      listed += candidate.weight;
    }
    CHECK(listed <= found.total * (1 + 1e-9));
  }
}

TEST_CASE("ten equal digits pass the sum and are still no number") {
  const Evidence found = by_modulus_11(likelihoods(sharp("8888888888"), digits));
  for (const Candidate& candidate : found.best) CHECK(candidate.cells != "8888888888");
  CHECK(found.total < 1e-3);
  CHECK(found.total > 0);
}

TEST_CASE("dates equal going through the calendar day by day") {
  std::vector<std::string> days;
  using namespace std::chrono;
  // Years of one weight, so that every day is as likely as any other; leap days count as days of any year do.
  for (sys_days day = 1916y / January / 1; day < sys_days(2060y / January / 1); day += std::chrono::days{1}) {
    const year_month_day date{day};
    days.push_back(padded(unsigned{date.day()}, 2) + padded(unsigned{date.month()}, 2) + padded(int{date.year()}, 4));
  }
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Likelihoods cells = random_cells(8, digits, 300 + seed);
    const Evidence found = by_calendar(cells, "DDMMYYYY"), all = enumerated(cells, days);
    // Those of the other years are between, and weigh a tenth.
    std::vector<Candidate> usual;
    for (const Candidate& candidate : found.best) {
      const int year = std::stoi(candidate.cells.substr(4));
      if (year >= 1916 && year < 2060) usual.push_back(candidate);
    }
    REQUIRE_FALSE(usual.empty());
    for (std::size_t i = 0; i < usual.size(); ++i) {
      CHECK(usual[i].cells == all.best[i].cells);
      CHECK(usual[i].weight / usual[0].weight == doctest::Approx(all.best[i].weight / all.best[0].weight));
    }
  }
}

TEST_CASE("the total of a calendar is that of its days in every layout") {
  for (const std::string layout : {"DDMMYYYY", "MMDDYYYY", "YYYYMMDD", "MMYYYY", "YYYY", "DDMMYY"}) {
    // Even cells have likelihood 1 for every content: the total is then the sum of the priors.
    const Evidence even =
        by_calendar(likelihoods(std::vector<CellScores>(layout.size(), flat(digits)), digits), layout);
    CHECK(even.total == doctest::Approx(1).epsilon(0.01));
  }
  CHECK(by_calendar(random_cells(7, digits, 1), "DDMMYYYY").best.empty());
}

TEST_CASE("a two-digit year is one content for both its centuries") {
  const Evidence found = by_calendar(likelihoods(sharp("311249"), digits), "DDMMYY");
  CHECK(found.best[0].cells == "311249");
  CHECK(found.best[0].weight > 0.99 * found.total);
}

TEST_CASE("patterns add up where they overlap and equal enumeration") {
  const std::vector<Pattern> patterns{{7, {"123", "0123456789"}}, {3, {"3", "0 "}}, {5, {"1"}}};
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Likelihoods cells = random_cells(2, digits, 40 + seed);
    Evidence all;
    for (const char a : std::string("123"))
      for (const char b : digits) {
        const std::string content{a, b};
        add_up({content, 0.7 / 30 * weight(cells, content)}, all.best);
      }
    for (const char* content : {"3 ", "30"}) add_up({content, 0.3 / 2 * weight(cells, content)}, all.best);
    for (const Candidate& candidate : all.best) all.total += candidate.weight;
    keep_best(all.best);
    check_same(by_patterns(cells, patterns), all, 5);
  }
}

TEST_CASE("the laws are distributions: with ink that says nothing their weights add up to one") {
  const auto even = [](std::size_t cells, const std::string& alphabet) {
    Likelihoods out = likelihoods(std::vector<CellScores>(cells, flat(alphabet)), choices_of(alphabet));
    for (CellLikelihood& cell : out)
      for (const char c : alphabet + " ") cell.of[static_cast<unsigned char>(c)] = 1;
    return out;
  };
  const std::string alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + digits;
  CHECK(by_modulus_11(even(10, digits)).total == doctest::Approx(1));
  CHECK(by_phone(even(13, digits + "+")).total == doctest::Approx(1));
  CHECK(by_number(even(4, digits), comb(FieldKind::number, 4)).total == doctest::Approx(1));
  CHECK(by_postcode(even(8, alphanumeric)).total == doctest::Approx(1));
  CHECK(any_characters(even(6, digits), digits, 0.3).total == doctest::Approx(1));
}

TEST_CASE("small letters count for capitals and a mask leaves nothing outside") {
  const Likelihoods cells = likelihoods({cell({{'a', 0.6}, {'A', 0.3}, {'7', 0.0999}})}, "ABC");
  CHECK(cells[0]['A'] == doctest::Approx(3).epsilon(0.001));
  CHECK(cells[0]['7'] == 0);
  CHECK(cells[0]['a'] == 0);
  CHECK(choices_of("ABCabc") == "ABC");
  CHECK(choices_of("abc") == "abc");
  CHECK(choices_of("").find('a') == std::string::npos);
  CHECK(choices_of("").size() == cell_characters.size() - 26);
}

TEST_CASE("decoding takes time in proportion to the cells") {
  const auto seconds = [](std::size_t count) {
    std::mt19937 random(5);
    std::vector<CellScores> scores;
    for (std::size_t i = 0; i < count; ++i) scores.push_back(random_cell(digits, random));
    double least = 1e9;
    for (int run = 0; run < 5; ++run) {
      const std::clock_t start = std::clock();
      for (int i = 0; i < 10; ++i) decoded(FieldKind::comb, scores, "digits");
      least = std::min(least, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    }
    return least;
  };
  CHECK(seconds(40) < 8 * seconds(10));
}
