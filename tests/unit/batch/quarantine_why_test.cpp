#include "pipeline/batch/quarantine_why.hpp"

#include <doctest/doctest.h>

using namespace carescan;
using namespace carescan::batch;

namespace {

Catalogue two_forms() {
  Catalogue catalogue;
  for (const char* id : {"care-plan", "intake"}) {
    FormTemplate form;
    form.id = id;
    form.version = "1.0";
    catalogue.forms.push_back(form);
  }
  catalogue.pages = {{0, 3}, {1, 1}};
  return catalogue;
}

imaging::Registration candidate(int print, double support) {
  imaging::Registration r;
  r.print = print;
  r.support = support;
  r.inliers = 60;
  r.spread = 0.5;
  r.printing_mm = 0.2;
  return r;
}

std::string why(const std::string& reason, std::vector<imaging::Registration> candidates) {
  return quarantine_why({{}, std::move(candidates), reason}, two_forms(), {});
}

}  // namespace

TEST_CASE("quarantine says how much of which form was found and what it needs") {
  imaging::Registration best = candidate(0, 0.21);
  CHECK(
      why("no-form-matches", {best, candidate(1, 0.04)}) ==
      "Best: care-plan 1.0 page 3 (21 % of its printing found), needs 30 % of the printing. Second: intake 1.0 page 1 "
      "(4 % of its printing found).");
  best.inliers = 12;
  best.spread = 0.1;
  CHECK(why("no-form-matches", {best}) ==
        "Best: care-plan 1.0 page 3 (21 % of its printing found), needs 30 % of the printing, found in 12 places and "
        "needs 25, spread over 10 % of the sheet and needs 25 %.");
}

TEST_CASE("quarantine names both forms that are alike") {
  CHECK(why("two-forms-alike", {candidate(1, 0.9), candidate(0, 0.85)}) ==
        "intake 1.0 page 1 (90 % of its printing found) and care-plan 1.0 page 3 (85 % of its printing found) fit it "
        "almost equally well; the better one must fit 1.15 times as well.");
}

TEST_CASE("quarantine says how far the printing is off") {
  imaging::Registration best = candidate(0, 0.7);
  best.printing_mm = 1.34;
  CHECK(
      why("residual-too-large", {best}) ==
      "Best: care-plan 1.0 page 3 (70 % of its printing found), but the printing lies 1.3 mm from where it should be, "
      "and 0.8 mm is the most.");
}

TEST_CASE("quarantine has words where there is no candidate") {
  CHECK(why("too-few-features", {}) == "Too little is printed on it to compare it with a form.");
  imaging::Registration nothing = candidate(0, 0);
  nothing.inliers = 0;
  CHECK(why("no-form-matches", {nothing}) == "None of the forms' printing was found on it.");
  CHECK(why("no-form-matches", {}) == "None of the forms' printing was found on it.");
}
