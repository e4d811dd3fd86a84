#include "pipeline/records/calibration.hpp"

#include <doctest/doctest.h>

#include "support.hpp"

using namespace carescan;
using namespace carescan::test;
using carescan::records::p_right;

namespace {

Reading line(double score, const std::string& text = "Ada Lovelace") {
  Reading r = reading("name", text, score);
  r.text = text;
  return r;
}

}  // namespace

TEST_CASE("marks and combs and empty fields keep what their reader says") {
  Field comb = field("born", FieldKind::date);
  comb.cells.resize(8);
  for (const double score : {0.3, 0.97, 0.9995}) {
    CHECK(p_right(field("tick", FieldKind::checkbox), reading("tick", true, score)) == score);
    CHECK(p_right(field("choice", FieldKind::choice), reading("choice", std::string("yes"), score)) == score);
    CHECK(p_right(comb, reading("born", std::string("1942-02-20"), score)) == score);
    CHECK(p_right(field("name", FieldKind::text), blank("name", score)) == score);
    Reading unread = line(score);
    unread.state = FieldState::illegible;
    CHECK(p_right(field("name", FieldKind::text), unread) == score);
  }
}

TEST_CASE("on a free line a better score is surer and a longer text is never surer") {
  for (const FieldKind kind : {FieldKind::text, FieldKind::paragraph}) {
    const Field of = field("name", kind);
    double before = 0;
    for (const double score : {0.0, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
      const double p = p_right(of, line(score));
      CHECK(p >= before);
      CHECK(p <= 1);
      before = p;
    }
    CHECK(p_right(of, line(0.9)) > p_right(of, line(0.1)));
    CHECK(p_right(of, line(0.9, "Ada")) >= p_right(of, line(0.9, "Ada Lovelace of Ockham Park")));
  }
}

TEST_CASE("the record says P(right) of a line whatever its reader scored") {
  const Field name = field("name", FieldKind::text);
  const Reading read = line(0.6);
  const Record r = record_of(form({name}), {read});
  CHECK(r.fields.at(0).confidence == p_right(name, read));
}
