#include "pipeline/rehearsal/score.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/compare.hpp"
#include "pipeline/rehearsal/run_output.hpp"
#include "pipeline/rehearsal/tally.hpp"
#include "tests/unit/rehearsal/test_form.hpp"

using namespace carescan;
using namespace carescan::rehearsal;
using Json = nlohmann::json;

namespace {

const Json a4_corners = {{0, 0}, {2100, 0}, {2100, 2970}, {0, 2970}};  // ten pixels a millimetre

Json true_field(const std::string& kind, const std::string& state, const Json& value, int page = 1) {
  return {{"state", state}, {"value", value}, {"kind", kind}, {"page", page}};
}

Json true_page(int number, int source_page) {
  return {
      {"number", number}, {"source_page", source_page}, {"turn_deg", 0}, {"skew_deg", 0.5}, {"corners_px", a4_corners}};
}

Json truth(const Json& fields) {
  return {{"source", "a.pdf"},
          {"documents",
           {{{"form", "plan"}, {"writer", "w1"}, {"pages", {true_page(1, 1), true_page(2, 2)}}, {"fields", fields}}}}};
}

Json found_page(const std::string& file, int number, int page) {
  Json corners = a4_corners;
  corners[0][0] = 5;  // half a millimetre off in one corner
  return {{"number", number},      {"source", {{"file", file}, {"sha256", "0"}, {"page", page}}},
          {"turn_deg", 0},         {"skew_deg", 0.45},
          {"corners_px", corners}, {"residual_mm", 0.1}};
}

Json found_field(const std::string& name, const std::string& kind, const std::string& state, const Json& value,
                 bool accepted, int page = 1) {
  return {{"name", name}, {"kind", kind},       {"state", state},       {"value", value},
          {"page", page}, {"confidence", 0.95}, {"accepted", accepted}, {"reasons", Json::array()},
          {"text", ""},   {"critical", false}};
}

Json record(const Json& pages, const Json& fields) {
  return {{"schema", 1},
          {"document", {{"id", "x"}, {"form", "plan"}, {"version", "1"}, {"pages", pages}}},
          {"fields", fields}};
}

// A run and its truth on disk; each record becomes a document.
struct Case {
  test::ScratchFolder scratch;
  explicit Case(const std::string& name) : scratch("score-" + name) {}

  void write(const std::filesystem::path& file, const Json& json) const {
    std::filesystem::create_directories((scratch.path / file).parent_path());
    std::ofstream(scratch.path / file) << json;
  }
  Json scored() const { return Json::parse(score(scratch.path / "out", scratch.path / "truth")); }
  std::string code() const {
    try {
      scored();
    } catch (const Failure& failure) {
      return failure.code;
    }
    return "";
  }
};

const Json both_pages = {found_page("a.pdf", 1, 1), found_page("a.pdf", 2, 2)};

}  // namespace

TEST_CASE("every fate of a field is counted once") {
  const Case c("fates");
  c.write("truth/a.truth.json", truth({{"one", true_field("text", "read", "Mary  Wood")},
                                       {"two", true_field("date", "read", "1931-07-05")},
                                       {"three", true_field("checkbox", "read", false)},
                                       {"four", true_field("text", "blank", nullptr)},
                                       {"five", true_field("choice", "ambiguous", nullptr, 2)}}));
  c.write("out/documents/x/record.json", record(both_pages, {found_field("one", "text", "read", "Mary Wood", true),
                                                             found_field("two", "date", "read", "1931-07-06", false),
                                                             found_field("three", "checkbox", "read", true, true),
                                                             found_field("four", "text", "blank", nullptr, false),
                                                             found_field("five", "choice", "read", "red", true, 2)}));
  const Json s = c.scored();
  CHECK(s.at("documents") == Json{{"truth", 1}, {"found", 1}});
  CHECK(s.at("pages").at("right") == 2);
  const Json& fields = s.at("fields");
  CHECK(fields.at("total") == 5);
  CHECK(fields.at("right_accepted") == 1);
  CHECK(fields.at("right_asked") == 1);
  CHECK(fields.at("wrong_asked") == 1);
  CHECK(fields.at("silently_wrong") == 2);
  CHECK(s.at("inked").at("total") == 3);           // the text, the date and the two marks
  CHECK(s.at("blank").at("silently_wrong") == 1);  // an empty box read as ticked
  CHECK(s.at("by_kind").at("choice").at("inked").at("silently_wrong") == 1);
  CHECK(s.at("by_field").at("two").at("wrong_asked") == 1);
  CHECK(s.at("writers") == 1);
}

TEST_CASE("fields whose ink leaves a doubt are counted apart: asking is right and a guess that is wrong is silent") {
  const Case c("to-ask");
  Json overwritten = true_field("date", "read", "1931-07-05"), replaced = true_field("date", "read", "1931-07-06");
  overwritten.update({{"slip", "overwritten"}, {"ask", true}});
  replaced.update({{"slip", "replaced"}, {"ask", true}});
  c.write("truth/a.truth.json", truth({{"one", overwritten}, {"two", replaced}, {"three", replaced}}));
  c.write("out/documents/x/record.json",
          record(both_pages, {found_field("one", "date", "read", "1931-07-01", true),
                              found_field("two", "date", "illegible", nullptr, false),
                              found_field("three", "date", "read", "1931-07-06", true)}));
  const Json s = c.scored();
  CHECK(s.at("to_ask").at("total") == 3);
  CHECK(s.at("to_ask").at("silently_wrong") == 1);
  CHECK(s.at("to_ask").at("wrong_asked") == 1);
  CHECK(s.at("to_ask").at("right_accepted") == 1);
  CHECK(s.at("inked").at("total") == 3);
}

TEST_CASE("what the policy alone held back would have been accepted") {
  const Case c("would");
  c.write("truth/a.truth.json", truth({{"dose", true_field("text", "read", "5 mg")},
                                       {"name", true_field("text", "read", "Codeine")},
                                       {"faint", true_field("text", "read", "Rash")}}));
  Json dose = found_field("dose", "text", "read", "50 mg", false),
       name = found_field("name", "text", "read", "Codeine", false),
       faint = found_field("faint", "text", "read", "Rush", false);
  dose["reasons"] = {"critical"};
  name["reasons"] = {"critical", "kind-not-accepted"};
  faint["reasons"] = {"critical", "low-confidence"};
  c.write("out/documents/x/record.json", record(both_pages, {dose, name, faint}));
  const Json fields = c.scored().at("fields");
  CHECK(fields.at("would_accept") == 2);
  CHECK(fields.at("would_be_wrong") == 1);
  CHECK(fields.at("silently_wrong") == 0);
}

TEST_CASE("fields of a quarantined page are asked and never silently wrong") {
  const Case c("quarantine");
  c.write("truth/a.truth.json",
          truth({{"one", true_field("text", "read", "x", 1)}, {"two", true_field("text", "read", "y", 2)}}));
  c.write("out/documents/x/record.json", record(Json::array({found_page("a.pdf", 1, 1)}),
                                                Json::array({found_field("one", "text", "read", "x", true)})));
  c.write("out/quarantine/s-p2.json", {{"source", {{"file", "a.pdf"}, {"sha256", "0"}, {"page", 2}}}});
  const Json s = c.scored();
  CHECK(s.at("pages") == Json{{"truth", 2}, {"right", 1}, {"wrong", 0}, {"quarantined", 1}, {"missing", 0}});
  CHECK(s.at("fields").at("wrong_asked") == 1);
  CHECK(s.at("fields").at("silently_wrong") == 0);
}

TEST_CASE("what was accepted on a page taken for another is silently wrong") {
  const Case c("wrong-page");
  c.write("truth/a.truth.json",
          truth({{"one", true_field("text", "read", "x", 1)}, {"two", true_field("text", "blank", nullptr, 2)}}));
  c.write("out/documents/x/record.json", record({found_page("a.pdf", 1, 1), found_page("a.pdf", 3, 2)},
                                                {found_field("one", "text", "read", "x", true),
                                                 found_field("three", "text", "blank", nullptr, true, 3)}));
  const Json s = c.scored();
  CHECK(s.at("pages").at("wrong") == 1);
  CHECK(s.at("fields").at("silently_wrong") == 1);
  CHECK(s.at("by_field").at("three").at("silently_wrong") == 1);
  CHECK(s.at("by_field").at("two").at("wrong_asked") == 1);
}

TEST_CASE("corner and skew errors are in mm and degrees") {
  const Case c("geometry");
  c.write("truth/a.truth.json", truth({{"one", true_field("text", "blank", nullptr)}}));
  c.write("out/documents/x/record.json", record(both_pages, Json::array()));
  const Json s = c.scored();
  CHECK(s.at("corner_mm").at("max").get<double>() == doctest::Approx(0.5).epsilon(0.001));
  CHECK(s.at("corner_mm").at("p50") == 0.0);
  CHECK(s.at("skew_deg").at("mean_abs").get<double>() == doctest::Approx(0.05));
  CHECK(s.at("skew_deg").at("within_0_1") == 1.0);
}

TEST_CASE("characters are counted for inked writing only") {
  const Case c("characters");
  c.write("truth/a.truth.json", truth({{"one", true_field("text", "read", "abcd ef")},
                                       {"two", true_field("nhs_number", "read", "9990000001")},
                                       {"three", true_field("text", "blank", nullptr)}}));
  c.write("out/documents/x/record.json",
          record(both_pages, {found_field("one", "text", "read", "abxd e", false),
                              found_field("two", "nhs_number", "illegible", nullptr, false),
                              found_field("three", "text", "read", "dust", false)}));
  const Json s = c.scored();
  CHECK(s.at("characters").at("text") == Json{{"total", 7}, {"wrong", 2}});
  CHECK(s.at("characters").at("nhs_number") == Json{{"total", 10}, {"wrong", 10}});
  CHECK(s.at("cer").at("text").get<double>() == doctest::Approx(0.2857));
}

TEST_CASE("numbered images and folders above are matched and other files are not") {
  CHECK(same_source("scan/page-001.png", "samples/scan/page-001.png"));
  CHECK(same_source("page-002.png", "page-001.png"));
  CHECK_FALSE(same_source("care-plan-0002.pdf", "care-plan-0001.pdf"));
  CHECK_FALSE(same_source("other/page-001.png", "scan/page-001.png"));
  CHECK_FALSE(same_source("a.pdf", "aa.pdf"));
}

TEST_CASE("truth that belongs to no document fails rather than scoring nothing") {
  const Case c("missing");
  c.write("out/documents/x/record.json", record(both_pages, Json::array()));
  std::filesystem::create_directories(c.scratch.path / "truth");
  CHECK(c.code() == "truth-missing");
  Json other = truth({{"one", true_field("text", "read", "x")}});
  other["source"] = "other.pdf";
  c.write("truth/other.truth.json", other);
  CHECK(c.code() == "truth-missing");
  c.write("truth/other.truth.json", {{"documents", 3}});
  CHECK(c.code() == "truth-invalid");
}

TEST_CASE("a slip in typed truth is refused with the field's name and without its value") {
  const Case c("slips");
  c.write("out/documents/x/record.json", record(both_pages, Json::array()));
  const auto why = [&](const Json& fields) -> std::string {
    c.write("truth/a.truth.json", truth(fields));
    try {
      c.scored();
    } catch (const Failure& failure) {
      CHECK(failure.code == "truth-invalid");
      CHECK(failure.path.ends_with("a.truth.json"));
      CHECK(failure.why.find("json.exception") == std::string::npos);
      return failure.why;
    }
    return "";
  };
  CHECK(why({{"dose", true_field("text", "raed", "5 mg")}}) ==
        "field 'dose': \"state\" is none of read, blank, none, illegible, ambiguous");
  CHECK(why({{"dose", true_field("text", "read", nullptr)}}) ==
        "field 'dose': \"state\" is read and there is no \"value\"");
  CHECK(why({{"dose", true_field("txt", "read", "5 mg")}}) == "field 'dose': \"kind\" is no kind of field");
  CHECK(why({{"dose", {{"value", "Secret"}}}}).find("field 'dose': \"state\" is missing") == 0);
  CHECK(why({{"dose", {{"state", 5}, {"value", "Secret"}}}}).find("Secret") == std::string::npos);
  CHECK(why(Json::array({true_field("text", "read", "x")})) == "\"fields\" is not an object of field names");
  CHECK(why({{"dose", true_field("text", "read", "5 mg")}, {"spot", true_field("checkbox", "read", false)}}).empty());
}

TEST_CASE("truth that is not JSON or whose page has no number says so in plain words") {
  const Case c("slips-file");
  c.write("out/documents/x/record.json", record(both_pages, Json::array()));
  std::filesystem::create_directories(c.scratch.path / "truth");
  const auto why = [&]() -> std::string {
    try {
      c.scored();
    } catch (const Failure& failure) {
      return failure.why;
    }
    return "";
  };
  std::ofstream(c.scratch.path / "truth" / "a.truth.json") << "{\"source\": ";
  CHECK(why() == "it is not JSON");
  Json unnumbered = truth({{"one", true_field("text", "read", "x")}});
  unnumbered["documents"][0]["pages"][0].erase("number");
  c.write("truth/a.truth.json", unnumbered);
  CHECK(why().find("a page lacks \"number\"") == 0);
}

TEST_CASE("values compare as their kind asks") {
  const auto says = [](const std::string& kind, const Json& truth_value, const Json& found) {
    TrueField field;
    field.state = "read";
    field.value = truth_value;
    return says_the_truth(field, kind, {{"state", "read"}, {"value", found}});
  };
  CHECK(says("postcode", "LS1 4AP", "LS14AP"));
  CHECK(says("text", "Mary Wood", " Mary  Wood "));
  CHECK_FALSE(says("text", "Mary Wood", "mary wood"));
  CHECK_FALSE(says("text", "Mary Wood", "MaryWood"));
  CHECK(says("number", 62, 62.0));
  CHECK_FALSE(says("number", 62.4, 62.5));
  CHECK(says("choices", {"a", "b"}, {"b", "a"}));
  CHECK_FALSE(says("checkbox", true, false));
}

TEST_CASE("quantiles are nearest rank") {
  CHECK(quantile({3, 1, 2}, 0.5) == 2);
  CHECK(quantile({1, 2, 3, 4}, 0.99) == 4);
  CHECK(quantile({}, 0.5) == 0);
}

TEST_CASE("the table names what was silently wrong") {
  const Case c("table");
  c.write("truth/a.truth.json", truth({{"one", true_field("text", "read", "x")}}));
  c.write("out/documents/x/record.json",
          record(both_pages, Json::array({found_field("one", "text", "read", "z", true)})));
  const std::string table = score_table(c.scored().dump());
  CHECK(table.find("1 documents, 1 found") != std::string::npos);
  CHECK(table.find("text, inked") != std::string::npos);
  CHECK(table.find("silently") != std::string::npos);
}
