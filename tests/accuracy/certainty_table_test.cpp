#include <doctest/doctest.h>

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

/// A line as reading_fields prints it with templates: a tick box of a painted form.
Json field(double confidence, bool accepted, bool right, const std::string& writer = "w1") {
  return {{"form", "f"},
          {"writer", writer},
          {"source", "a.pdf"},
          {"field", "ticked"},
          {"kind", "checkbox"},
          {"comb", false},
          {"inked", true},
          {"critical", false},
          {"found", true},
          {"accepted", accepted},
          {"right", right},
          {"read_state", "read"},
          {"reasons", accepted ? Json::array() : Json{"low-confidence"}},
          {"confidence", confidence}};
}

Json with(Json line, const char* member, const Json& value) {
  line[member] = value;
  return line;
}

std::vector<Json> many(int count, const Json& line, int writers = 40) {
  std::vector<Json> out;
  for (int i = 0; i < count; ++i) out.push_back(with(line, "writer", "w" + std::to_string(i % writers)));
  return out;
}

struct Tables {
  int exit_code = 0;
  std::string text, certificate;
  Json figures;
};

/// The tables of painted fields and of fields on photographs, read by a policy that accepts ticks from 0.95.
Tables tables_of(const std::vector<Json>& painted, const std::vector<Json>& real = {}) {
  const Folder work;
  const auto lines = [](const std::vector<Json>& all) {
    std::string text;
    for (const Json& one : all) text += one.dump() + "\n";
    return text;
  };
  write_all(work / "forms/f-office/fields.jsonl", lines(painted));
  if (!real.empty()) write_all(work / "real/checkbox-sheets/fields.jsonl", lines(real));
  write_all(
      work / "forms/f-office/out/documents/d/reading.json",
      R"({"policy": {"name": "default", "accept_inked": {"checkbox": 0.95}, "accept_blank": {"checkbox": 0.95}}})");
  const Ran ran = run({"python3", (source_dir() / "scripts/bench/certainty-table").string(), "--json",
                       (work / "figures.json").string(), "--certificate", (work / "certificate.md").string(),
                       work.path().string()});
  REQUIRE_MESSAGE((ran.exit_code == 0 || ran.exit_code == 3), ran.err);
  return {ran.exit_code, ran.out, read_all(work / "certificate.md"), Json::parse(read_all(work / "figures.json"))};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("certainty counts critical and prose and blank fields apart and real sheets apart from painted") {
  const Json good = field(0.999, true, true);
  const Tables found = tables_of({good, field(0.96, true, false, "w2"), with(field(0.5, false, true), "critical", true),
                                  with(field(0.4, false, false), "kind", "paragraph"), with(good, "inked", false)},
                                 {good, good});
  const Json& coverage = found.figures.at("coverage");
  CHECK(coverage.at("**inked, not critical, no prose**").at("fields") == 2);
  CHECK(coverage.at("**inked, not critical, no prose**").at("silently_wrong") == 1);
  CHECK(coverage.at("inked, critical").at("fields") == 1);
  CHECK(coverage.at("inked, not critical, prose").at("fields") == 1);
  CHECK(coverage.at("blank, not critical").at("fields") == 1);
  CHECK(found.figures.at("real").at("checkbox sheets").at("accepted") == 2);
  CHECK(has(found.text, "| checkbox sheets, inked | 2 | 1 |"));
  CHECK(found.exit_code == 3);
}

TEST_CASE("the error of calibration is what P(right) promised less what was right") {
  // 300 fields that say 0.8 and of which 240 are right: no error; that say 0.99 and of which 270 are: nine in a
  // hundred.
  std::vector<Json> fair, vain;
  for (int i = 0; i < 300; ++i) {
    fair.push_back(field(0.8, false, i % 5 != 0));
    vain.push_back(field(0.99, true, i % 10 != 0));
  }
  CHECK(tables_of(fair).figures.at("ece").at(0).at("ece").get<double>() < 1e-9);
  CHECK(tables_of(vain).figures.at("ece").at(0).at("ece").get<double>() == doctest::Approx(0.09));
  CHECK(has(tables_of(vain).text, "| ECE of checkbox ≤ 2 % (aim 1 %) | 9.00 % of 300 | fails |"));
}

TEST_CASE("the certificate holds with enough fields and none wrong and not with too few or one wrong in a hundred") {
  const Json good = field(0.999, true, true);
  const std::string enough = tables_of(many(4000, good)).certificate;
  CHECK(has(enough, "2,995 accepted fields to pass"));  // the one kind there is has all of the 5 %
  CHECK(has(enough, "| checkbox | 0.950 | 4000 | 4000 | 0 | 0.07 % | 0 of 40 | 7.2 % | **holds** |"));
  CHECK(has(tables_of(many(400, good)).certificate, "n too small: 2,995 needed"));
  std::vector<Json> some = many(4000, good);
  for (std::size_t i = 0; i < some.size(); i += 100) some[i] = with(some[i], "right", false);
  CHECK(has(tables_of(some).certificate, "does not hold |"));
}

TEST_CASE("thresholds are tested strictest first and no further than one that does not hold") {
  // Surest 4,000 right; of those between the stricter threshold and the policy's 1 in 20 is wrong.
  std::vector<Json> lines = many(4000, field(0.995, true, true));
  for (const Json& line : many(1000, field(0.96, true, true))) lines.push_back(line);
  for (std::size_t i = 4000; i < lines.size(); i += 20) lines[i]["right"] = false;
  const std::string certificate = tables_of(lines).certificate;
  CHECK(has(certificate, "| checkbox | 0.25 × | 4,000 | 0 | 0.075 % | holds |"));
  CHECK(has(certificate, "| checkbox | 1 × | 5,000 | 50 |"));
  CHECK_FALSE(has(certificate, "| checkbox | 2 ×"));
  CHECK(has(certificate, "**holds** at a stricter threshold"));
}

TEST_CASE("the ratchet of certainty tells each line that does not hold") {
  const auto told = [](const Json& figures) {
    const Folder folder;
    write_all(folder / "figures.json", figures.dump());
    const Ran ran = run(
        {"python3", (source_dir() / "tests/accuracy/certainty-ratchet").string(), (folder / "figures.json").string()});
    CHECK((ran.exit_code == 0) == has(ran.out, "all hold"));
    return ran.out;
  };
  const Json good = field(0.999, true, true);
  const std::vector<Json> blank = many(200, with(good, "inked", false));
  std::vector<Json> painted = many(200, good);
  painted.insert(painted.end(), blank.begin(), blank.end());
  const Json holds = tables_of(painted, many(100, good)).figures;
  CHECK(has(told(holds), "all hold"));
  Json few = holds, wrong = holds, vain = holds, real = holds;
  few["coverage"]["… without lines of words"]["accepted"] = 100;
  CHECK(has(told(few), "only 100 of 200 are accepted"));
  wrong["coverage"]["blank, not critical"]["silently_wrong"] = 1;
  CHECK(has(told(wrong), "blank fields: 1 of 200 accepted are wrong"));
  vain["ece"][0]["ece"] = 0.09;
  CHECK(has(told(vain), "is off by 9.0 % of 200 fields"));
  real["real"]["checkbox sheets"]["accepted"] = 80;
  CHECK(has(told(real), "80 of 100 accepted"));
}

TEST_CASE("what is fitted on made up readers is what their scores are worth") {
  // Eight writers' lines of six characters; P(right) has half the log odds of the score, less one: 0.9 is right in 52
  // %.
  std::string lines;
  for (int i = 0; i < 4000; ++i) {
    const double score = 0.1 + 0.85 * (i % 50) / 49, odds = 0.5 * std::log(score / (1 - score)) - 1;
    // Right as often as it should be, without chance: each score comes 80 times, and its first ones are right.
    const bool right = i / 50 < 80 / (1 + std::exp(-odds));
    lines +=
        with(with(with(with(field(score, false, right, "w" + std::to_string(i % 8)), "kind", "text"), "score", score),
                  "second", 0),
             "read_text", "abcdef")
            .dump() +
        "\n";
  }
  const Folder work;
  write_all(work / "fields.jsonl", lines);
  const Ran ran = run({"python3", (source_dir() / "scripts/train/calibrate.py").string(), "--check",
                       (work / "fields.jsonl").string(), (work / "table.inc").string()});
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
  double constant = 0, sureness = 0, margin = 0, length = 0;
  const std::string table = read_all(work / "table.inc");
  const std::string row = table.substr(table.find("{FieldKind::text, {"));
  REQUIRE(std::sscanf(row.c_str(), "{FieldKind::text, {%lf, %lf, %lf, %lf}}", &constant, &sureness, &margin, &length) ==
          4);
  CHECK(sureness == doctest::Approx(0.5).epsilon(0.1));
  CHECK(constant + length * std::log(7) == doctest::Approx(-1).epsilon(0.1));
  CHECK(margin == 0);
  CHECK(has(ran.out, "| text, on a line | 4000 | 8 |"));
}
