#include <doctest/doctest.h>

#include "made_scores.hpp"
#include "pipeline/records/decide.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::reading::made;

namespace {

const std::string digits = "0123456789";

std::vector<CellScores> with(std::vector<CellScores> cells, std::size_t at, const CellScores& other) {
  cells[at] = other;
  return cells;
}

}  // namespace

TEST_CASE("sharp cells are read as they stand and surely") {
  const Reading nhs = decoded(FieldKind::nhs_number, sharp("9434765919"));
  CHECK(nhs.state == FieldState::read);
  CHECK(nhs.value == text("9434765919"));
  CHECK(nhs.confidence > 0.999);
  CHECK(nhs.reasons.empty());
  CHECK(decoded(FieldKind::date, sharp("31121949")).value == text("1949-12-31"));
  CHECK(decoded(FieldKind::date, sharp("31121949")).confidence > 0.997);
  CHECK(decoded(FieldKind::postcode, sharp("LS1 4AP")).value == text("LS1 4AP"));
  CHECK(decoded(FieldKind::phone, sharp("07700900123")).value == text("07700900123"));
  CHECK(decoded(FieldKind::number, sharp(" 72")).value == Value(72.0));
  CHECK(decoded(FieldKind::comb, sharp("ROOM7"), "alphanumeric").value == text("ROOM7"));
}

TEST_CASE("no confidence is above what a hand never seen allows") {
  for (const auto& [kind, cells] : {std::pair{FieldKind::nhs_number, "9434765919"},
                                    {FieldKind::date, "31121949"},
                                    {FieldKind::number, "072"},
                                    {FieldKind::phone, "07700900123"}})
    CHECK(decoded(kind, sharp(cells)).confidence < 0.99995);
}

TEST_CASE("an empty comb is blank") {
  const Reading reading = decoded(FieldKind::date, sharp("        "));
  CHECK(reading.state == FieldState::blank);
  CHECK(reading.confidence > 0.99);
  auto faint = sharp("        ");
  faint[3].p_ink = 0.4;
  CHECK(decoded(FieldKind::date, faint).state == FieldState::blank);
  CHECK(decoded(FieldKind::date, faint).confidence < 0.61);
}

TEST_CASE("the checksum confirms a doubtful digit and never changes one unseen") {
  const auto likelier = with(sharp("9434765919"), 4, cell({{'7', 0.55}, {'1', 0.45}}));
  const Reading confirmed = decoded(FieldKind::nhs_number, likelier);
  CHECK(confirmed.value == text("9434765919"));
  CHECK(confirmed.confidence > 0.99);
  CHECK(confirmed.reasons.empty());
  const auto doubtful = with(sharp("9434765919"), 4, cell({{'1', 0.55}, {'7', 0.45}}));
  const Reading changed = decoded(FieldKind::nhs_number, doubtful);
  CHECK(changed.value == text("9434765919"));
  CHECK(says(changed, "read-by-rule"));
  REQUIRE_FALSE(changed.alternatives.empty());
  CHECK(changed.alternatives.back().value == text("9434165919"));
  const auto clear = with(sharp("9434765919"), 4, cell({{'1', 0.97}, {'7', 0.029}}));
  CHECK(says(decoded(FieldKind::nhs_number, clear), "read-by-rule"));
}

TEST_CASE("two doubtful digits that pass the checksum both ways are alternatives") {
  // 8 at weight 10 and 0 at weight 9 changed to 9 and …: sums that stay equal modulo 11.
  std::string other;
  const std::string number = "9434765919";
  for (char a : digits)
    for (char b : digits) {
      std::string swapped = number;
      swapped[2] = a, swapped[7] = b;
      if (swapped != number && records::is_nhs_number(swapped)) other = swapped;
    }
  REQUIRE_FALSE(other.empty());
  auto cells = sharp(number);
  for (const std::size_t i : {2U, 7U}) cells[i] = cell({{number[i], 0.6}, {other[i], 0.4}});
  const Reading reading = decoded(FieldKind::nhs_number, cells);
  CHECK(reading.value == text(number));
  CHECK(reading.confidence < 0.75);
  CHECK(score_of(reading, text(other)) > 0.25);
}

TEST_CASE("a number that is wrong on paper stays wrong") {
  for (std::size_t at = 0; at < 10; ++at) {
    std::string wrong = "9434765919";
    wrong[at] = wrong[at] == '3' ? '8' : '3';
    if (records::is_nhs_number(wrong)) continue;
    const Reading reading = decoded(FieldKind::nhs_number, sharp(wrong));
    CHECK(reading.value == text(wrong));
    CHECK(reading.state == FieldState::read);
  }
}

TEST_CASE("a day that is in no calendar comes out as it was written") {
  for (const std::string day : {"31021949", "30021950", "29021951", "00121949", "31131949", "01111849"}) {
    const Reading reading = decoded(FieldKind::date, sharp(day));
    CHECK(reading.text == day);
  }
}

TEST_CASE("the calendar confirms a doubtful digit and never changes one unseen") {
  const Reading confirmed = decoded(FieldKind::date, with(sharp("11121949"), 0, cell({{'1', 0.5}, {'7', 0.49}})));
  CHECK(confirmed.value == text("1949-12-11"));
  CHECK(confirmed.confidence > 0.98);
  CHECK(confirmed.reasons.empty());
  for (const double against : {0.5, 0.99}) {
    const auto cells = with(sharp("11121949"), 0, cell({{'7', against}, {'1', 0.999 - against}}));
    CHECK(says(decoded(FieldKind::date, cells), "read-by-rule"));
  }
}

TEST_CASE("a word list confirms a word and never changes one unseen") {
  const Knowledge knowledge{{{"made", words_of({"Kathryn", "Zoë", "Milton Keynes"})}}};
  Field field = comb(FieldKind::comb, 8, "capitals");
  field.lexicon = "made";
  const Reading confirmed = decode(field, with(sharp("KATHRYN "), 3, cell({{'H', 0.6}, {'N', 0.4}})), knowledge);
  CHECK(confirmed.value == text("KATHRYN"));
  CHECK(confirmed.confidence > 0.99);
  CHECK(confirmed.reasons.empty());
  const Reading changed = decode(field, with(sharp("KATHRYN "), 3, cell({{'H', 0.4}, {'N', 0.6}})), knowledge);
  CHECK(changed.value == text("KATHRYN"));
  CHECK(says(changed, "read-by-rule"));
  CHECK(changed.alternatives.back().value == text("KATNRYN"));
  const Reading another = decode(field, sharp("KATHLYN "), knowledge);
  CHECK(another.value == text("KATHLYN"));
  CHECK(decode(field, sharp("ZOE     "), knowledge).value == text("ZOE"));
  CHECK(knowledge.lexicons.at("made").at(6) == std::vector<std::string>{"KEYNES", "MILTON"});
}

TEST_CASE("letters of both cases come out as they are written") {
  const auto read = [](const std::string& written) { return decoded(FieldKind::comb, sharp(written), "letters"); };
  for (const std::string name : {"Okafor", "OKAFOR", "okafor", "McRae"}) {
    CHECK(read(name).value == text(name));
    CHECK(read(name).confidence > 0.97);
  }
  // A round o is a small or a capital one: the other letters tell.
  const auto cells = with(sharp("LOWE"), 1, cell({{'o', 0.55}, {'O', 0.45}}));
  CHECK(decoded(FieldKind::comb, cells, "letters").value == text("LOWE"));
}

TEST_CASE("flat scores are never believed") {
  const std::vector<CellScores> ten(10, flat(digits)), eight(8, flat(digits)), seven(7, flat("AB1234"));
  CHECK(decoded(FieldKind::nhs_number, ten).confidence < 1e-6);
  CHECK(decoded(FieldKind::date, eight).confidence < 1e-3);
  CHECK(decoded(FieldKind::phone, std::vector<CellScores>(11, flat(digits))).confidence < 1e-6);
  CHECK(decoded(FieldKind::postcode, seven).confidence < 0.05);
  CHECK(decoded(FieldKind::number, {flat(digits), flat(digits)}).confidence < 0.05);
  CHECK(decoded(FieldKind::comb, seven, "alphanumeric").confidence < 0.01);
}

TEST_CASE("what is crossed out is asked and not guessed") {
  const auto cells = with(sharp("9434765919"), 4, cell({{'7', 0.05}}, 1, 0.95));
  const Reading reading = decoded(FieldKind::nhs_number, cells);
  CHECK(reading.state == FieldState::illegible);
  CHECK(reading.value == Value(std::monostate{}));
  CHECK(reading.text == "9434?65919");
  CHECK(says(reading, "written-over"));
  const Reading doubtful = decoded(FieldKind::nhs_number, with(sharp("9434765919"), 4, cell({{'7', 0.4}}, 1, 0.6)));
  CHECK(doubtful.value == text("9434765919"));
  CHECK(doubtful.confidence < 0.9);  // what no kind is accepted with
  CHECK(says(doubtful, "written-over"));
}

TEST_CASE("a letter among digits is asked and not taken for the nearest digit") {
  const Reading letter = decoded(FieldKind::nhs_number, with(sharp("9434765919"), 4, cell({{'K', 0.99999}})));
  CHECK(letter.state == FieldState::illegible);
  CHECK(says(letter, "not-in-alphabet"));
  // But an O among digits is a nought.
  const Reading nought = decoded(FieldKind::date, with(sharp("01121949"), 0, cell({{'O', 0.9}, {'0', 0.0999}})));
  CHECK(nought.value == text("1949-12-01"));
  CHECK(nought.confidence > 0.99);
}
