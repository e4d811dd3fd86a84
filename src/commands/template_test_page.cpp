#include "src/commands/template_test_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/intake/write_image.hpp"
#include "pipeline/records/identity.hpp"

namespace carescan::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* head = R"(<!doctype html><html lang=en-GB><meta charset=utf-8>
<meta name=viewport content="width=device-width"><title>carescan: read and scored</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; color: #16262d; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, h3 { color: #1d4f5c } table { border-collapse: collapse; margin: .5rem 0 1.2rem }
th, td { padding: .25rem .7rem; border-bottom: 1px solid #cbd6d9; text-align: right } th:first-child, td:first-child { text-align: left }
.fails { background: #fbe3df; font-weight: 600 } .ok { color: #1a6b3c }
figure { margin: 0 0 1.1rem; padding: .6rem .8rem; border-left: 4px solid #b7c6ca; background: #f5f8f8 }
figure.silent { border-color: #b3261e } figure img { max-width: 100%; border: 1px solid #cbd6d9; display: block; margin: .4rem 0 }
figcaption b { font-weight: 600 } .quiet { color: #4d616a }
</style>
)";

std::string safe(const std::string& text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string gates_table(const std::vector<rehearsal::Gate>& gates) {
  std::string rows;
  for (const rehearsal::Gate& gate : gates)
    rows +=
        fmt::format("<tr{}><td>{}<td>{:.4g}<td>{:.4g}<td>{}\n", gate.passes() ? "" : " class=fails", safe(gate.name),
                    gate.figure, gate.limit, gate.passes() ? "<span class=ok>holds</span>" : "does not hold");
  return "<table><tr><th>Gate<th>Figure<th>At most<th>\n" + rows + "</table>\n";
}

std::string kind_row(const std::string& kind, const char* what, const Json& tally) {
  const auto count = [&](const char* name) { return tally.at(name).get<long>(); };
  if (count("total") == 0) return "";
  return fmt::format("<tr{}><td>{}, {}<td>{}<td>{}<td>{}<td>{}<td>{}\n",
                     count("silently_wrong") > 0 ? " class=fails" : "", safe(kind), what, count("total"),
                     count("right_accepted"), count("right_asked"), count("wrong_asked"), count("silently_wrong"));
}

std::string kinds_table(const Json& score) {
  std::string rows;
  for (const auto& [kind, tallies] : score.at("by_kind").items())
    rows += kind_row(kind, "filled in", tallies.at("inked")) + kind_row(kind, "left empty", tallies.at("blank"));
  return "<table><tr><th>Fields<th>All<th>Right, accepted<th>Right, asked<th>Wrong, asked<th>Silently wrong\n" + rows +
         "</table>\n";
}

std::string picture(const Raster& ink) {
  constexpr double dpi = 127;  // 5 px/mm
  if (ink.empty()) return "";
  return fmt::format("<img alt=\"the ink\" src=\"data:image/png;base64,{}\">",
                     records::base64(intake::encode_png(ink, dpi)));
}

std::string figure(const rehearsal::WrongField& field) {
  return fmt::format(
      "<figure{}><figcaption><b>{}</b> <span class=quiet>{} ({}), page {} of {}</span></figcaption>{}"
      "<div>On paper: <b>{}</b> · read: <b>{}</b>{}</div></figure>\n",
      field.accepted ? " class=silent" : "", safe(field.label), safe(field.name), safe(field.kind), field.page,
      safe(field.source), picture(field.ink), safe(field.paper), safe(field.read),
      field.accepted          ? " · <b>accepted: silently wrong</b>"
      : field.reasons.empty() ? ""
                              : " · asked: " + safe(field.reasons));
}

/// What was read as the paper says, and what was not.
std::string pages_and_fields(const Json& score, const std::vector<rehearsal::WrongField>& wrong) {
  const auto& pages = score.at("pages");
  const auto silent = std::ranges::count_if(wrong, &rehearsal::WrongField::accepted);
  return fmt::format(
      "<p>{} of {} pages read as what they are. {} fields are not what the paper says: {} silently wrong, {} "
      "asked.</p>\n",
      pages.at("right").get<long>(), pages.at("truth").get<long>(), wrong.size(), silent,
      static_cast<long>(wrong.size()) - silent);
}

std::string figures(const std::vector<rehearsal::WrongField>& wrong) {
  std::string html;
  for (const rehearsal::WrongField& field : wrong)
    if (!field.ink.empty() || field.accepted) html += figure(field);
  const auto unseen =
      std::ranges::count_if(wrong, [](const rehearsal::WrongField& f) { return f.ink.empty() && !f.accepted; });
  return unseen > 0 ? html + fmt::format("<p class=quiet>and {} more that would be asked</p>\n", unseen) : html;
}

std::string section(const Tested& tested) {
  const Json score = Json::parse(tested.score);
  return fmt::format("<h2>{} {}</h2>\n", safe(tested.form.id), safe(tested.form.version)) +
         pages_and_fields(score, tested.wrong) + gates_table(tested.gates) + kinds_table(score) + figures(tested.wrong);
}

}  // namespace

bool Tested::passes() const {
  return std::ranges::all_of(gates, [](const rehearsal::Gate& gate) { return gate.passes(); });
}

std::string test_page(const std::vector<Tested>& all) {
  std::string html = std::string(head) +
                     "<h1>What template test found</h1>\n<p class=quiet>Made-up people, painted and scanned by "
                     "carescan. Silently wrong is accepted without a person and not what the paper says.</p>\n";
  for (const Tested& tested : all) html += section(tested);
  return html + "</html>\n";
}

std::string score_page(const std::string& score_json, const std::vector<rehearsal::WrongField>& wrong) {
  const Json score = Json::parse(score_json);
  return std::string(head) +
         "<h1>A run against truth</h1>\n<p class=quiet>Silently wrong is accepted without a person and not what the "
         "paper "
         "says. The page holds what is written on the papers.</p>\n" +
         pages_and_fields(score, wrong) + kinds_table(score) + figures(wrong) + "</html>\n";
}

}  // namespace carescan::app
