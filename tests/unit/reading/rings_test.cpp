#include "pipeline/reading/rings.hpp"

#include <doctest/doctest.h>

#include "paint.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const BoxMm yes{10, 10, 7, 4}, no{22, 10, 6, 4};
const BoxMm area{0, 0, 40, 24};

Painting words(const Scanner& scanner = {}) {
  return Painting(area, scanner).word(yes).word(no);
}

std::string reasons(const Mark& mark) {
  std::string all;
  for (const std::string& reason : mark.reasons) all += (all.empty() ? "" : " ") + reason;
  return all;
}

std::vector<Mark> judged(const Painting& painting, const std::vector<BoxMm>& elsewhere = {}) {
  std::vector<Mark> marks;
  for (const RingFeatures& seen : ring_features(painting.crop(), {yes, no}, {}, elsewhere))
    marks.push_back(judge_ring(seen));
  return marks;
}

void check_clear(const Mark& mark, bool ringed) {
  CHECK(reasons(mark) == "");
  if (ringed)
    CHECK(mark.p > 0.99);
  else
    CHECK(mark.p < 0.01);
}

std::vector<Scanner> scanners() {
  return {{.px_per_mm = 6},
          {.px_per_mm = 8},
          {.px_per_mm = 12},
          {.px_per_mm = 8, .noise = 8},
          {.px_per_mm = 8, .bilevel = true}};
}

}  // namespace

TEST_CASE("rings: words that nobody touched are clearly not ringed on every scanner") {
  for (const Scanner& scanner : scanners()) {
    CAPTURE(scanner.px_per_mm);
    for (const Mark& mark : judged(words(scanner))) check_clear(mark, false);
  }
}

TEST_CASE("rings: a closed ring marks its word and not the other on every scanner") {
  for (const Scanner& scanner : scanners())
    for (const double clear : {0.3, 1.0, 2.2}) {
      CAPTURE(scanner.px_per_mm);
      CAPTURE(clear);
      const auto marks = judged(words(scanner).ring(yes, clear));
      check_clear(marks[0], true);
      check_clear(marks[1], false);
    }
}

TEST_CASE("rings: a gap of less than a millimetre closes and a wide one asks") {
  check_clear(judged(words().ring(yes, 1, 0.7))[0], true);
  for (const double gap : {2.0, 3.5}) {
    const Mark mark = judged(words().ring(yes, 1, gap))[0];
    CHECK(mark.p > 0.5);
    CHECK(reasons(mark) == "ring-open");
  }
}

TEST_CASE("rings: two rings that overlap are two rings") {
  const auto marks = judged(words().ring(yes, 3).ring(no, 3));
  check_clear(marks[0], true);
  check_clear(marks[1], true);
}

TEST_CASE("rings: a wide ring round the other word is no mark here") {
  const auto marks = judged(words().ring(no, 4));
  check_clear(marks[0], false);
  check_clear(marks[1], true);
}

TEST_CASE("rings: one ring round two words is asked at both") {
  const auto marks = judged(words().ring({10, 10, 18, 4}));
  for (const Mark& mark : marks) {
    CHECK(mark.p > 0.5);
    CHECK(reasons(mark) == "ring-shared");
  }
}

TEST_CASE("rings: what is no ring asks and a tick says so wherever it stands") {
  const auto told = [](const Painting& p) { return reasons(judged(p)[0]); };
  const std::string no_ring = "mark-no-ring";
  CHECK(told(words().cross(yes)) == no_ring);
  CHECK(told(words().line({10, 14.6}, {17, 14.4})) == no_ring);                            // underlined
  CHECK(told(words().line({9, 12}, {18, 12})) == no_ring);                                 // struck out
  CHECK(told(words().line({12, 12}, {13, 13.5}).line({13, 13.5}, {15.5, 9})) == no_ring);  // ticked
  CHECK(told(words().line({7, 12}, {8, 13.5}).line({8, 13.5}, {9.4, 9.5})) == no_ring);    // ticked beside it
}

TEST_CASE("rings: a ring that is struck through is not believed") {
  const auto marks = judged(words().ring(yes).line({8, 12.5}, {19, 11.5}).ring(no));
  CHECK(marks[0].p < 0.5);
  CHECK(reasons(marks[0]) == "mark-cancelled");
  check_clear(marks[1], true);
}

TEST_CASE("rings: light pencil asks and dust does not") {
  CHECK(reasons(judged(words().ring(yes, 1, 0, 30))[0]) == "mark-faint");
  check_clear(judged(words().dot({9, 9}, 0.25).dot({18, 15}, 0.25))[0], false);
}

TEST_CASE("rings: the ink of another field is none of theirs") {
  const Painting p = words().line({8, 16}, {20, 16}).line({8, 17}, {20, 17.5});
  CHECK(reasons(judged(p)[0]) == "mark-no-ring");
  check_clear(judged(p, {{5, 15, 30, 6}})[0], false);
}

TEST_CASE("rings: a choice has the ringed word's code and two rings are ambiguous") {
  Field field;
  field.name = "f";
  field.kind = FieldKind::choice;
  field.mark = MarkBy::ring;
  field.options = {{"yes", "Yes", yes}, {"no", "No", no}};
  const Reading one = read_marked(field, judged(words().ring(yes)));
  CHECK(one.state == FieldState::read);
  CHECK(one.value == Value(std::string("yes")));
  CHECK(one.confidence > 0.99);
  const Reading both = read_marked(field, judged(words().ring(yes).ring(no)));
  CHECK(both.state == FieldState::ambiguous);
  CHECK(both.alternatives.size() == 2);
  CHECK(read_marked(field, judged(words())).state == FieldState::blank);
}
