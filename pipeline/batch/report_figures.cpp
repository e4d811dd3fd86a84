#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/report_sections.hpp"
#include "pipeline/batch/report_words.hpp"

using Json = nlohmann::json;

namespace carescan::batch {
namespace {

/// Fields of one group. Empty boxes are counted apart: most boxes of a form are empty, and they flatter.
struct Group {
  long filled = 0, empty = 0, asked = 0;
};

bool is_empty(const RecordField& field) {
  const auto* ticked = std::get_if<bool>(&field.value);
  const auto* codes = std::get_if<std::vector<std::string>>(&field.value);
  return field.state == FieldState::blank || (ticked && !*ticked) || (codes && codes->empty());
}

std::string bar(const Group& group) {
  const double all = static_cast<double>(std::max(1L, group.filled + group.empty + group.asked));
  const double filled = 100 * static_cast<double>(group.filled) / all,
               empty = 100 * static_cast<double>(group.empty) / all;
  return fmt::format(
      "<span class=bar><span class=filled style=\"width:{:.1f}%\"></span><span class=empty "
      "style=\"width:{:.1f}%\"></span></span> {:.0f} %",
      filled, empty, filled + empty);
}

std::string groups_table(const std::string& what, const std::map<std::string, Group>& groups) {
  std::string html = fmt::format(
      "<table><tr><th>{}</th><th class=n>accepted, filled in</th><th class=n>accepted, left empty</th><th class=n>to "
      "check</th><th>accepted without a person</th></tr>\n",
      what);
  for (const auto& [name, group] : groups)
    html += fmt::format(
        "<tr><td>{}</td><td class=n>{}</td><td class=n>{}</td><td class=n>{}</td><td class=share>{}</td></tr>\n",
        escaped(name), group.filled, group.empty, group.asked, bar(group));
  return html + "</table>\n";
}

std::string fields_tables(const std::vector<Record>& records) {
  std::map<std::string, Group> by_form, by_kind;
  for (const Record& record : records)
    for (const RecordField& field : record.fields)
      for (Group* group : {&by_form[record.form + " " + record.version], &by_kind[kind_words(field.kind)]})
        ++(!(field.accepted || field.reviewed) ? group->asked : is_empty(field) ? group->empty : group->filled);
  if (by_form.empty()) return "";
  return "<h2>Fields</h2>\n<p>The bars show how much was accepted without a person: <span class=\"key filled\"></span> "
         "filled in, <span class=\"key empty\"></span> left empty or unticked.\n" +
         groups_table("form", by_form) + groups_table("kind of field", by_kind);
}

std::string residuals_table(const std::vector<Record>& records) {
  std::map<std::string, std::vector<double>> by_form;
  for (const Record& record : records)
    for (const RecordPage& page : record.pages) by_form[record.form + " " + record.version].push_back(page.residual_mm);
  if (by_form.empty()) return "";
  std::string html =
      "<h2>How well the pages lay on their forms</h2>\n<table><caption>How far the printing lies from where the form "
      "has "
      "it, in millimetres. A page that does not fit is kept aside, never read.</caption>\n"
      "<tr><th>form</th><th class=n>pages</th><th class=n>middle page</th><th class=n>worst page</th></tr>\n";
  for (auto& [form, residuals] : by_form) {
    std::sort(residuals.begin(), residuals.end());
    html += fmt::format("<tr><td>{}</td><td class=n>{}</td><td class=n>{:.2f}</td><td class=n>{:.2f}</td></tr>\n",
                        escaped(form), residuals.size(), residuals[residuals.size() / 2], residuals.back());
  }
  return html + "</table>\n";
}

std::string line(const char* name, const std::string& text) {
  return fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", name, escaped(text));
}

std::string joined(const Json& values, const char* first, const char* second) {
  std::string out;
  for (const Json& value : values)
    out += (out.empty() ? "" : ", ") +
           (value.is_string() ? value.get<std::string>() : value.value(first, "") + " " + value.value(second, ""));
  return out;
}

/// The head of the chain: whoever keeps it elsewhere can prove later that no decision before it was changed.
std::string decisions_line(const OutFolder& out) {
  const std::vector<ChainLine> chain = read_chain(out);
  if (chain.empty()) return "";
  return line("decisions of reviewers",
              fmt::format("{}; the last has the hash {}. Keep it elsewhere: carescan verify --head then proves that no "
                          "decision up to it was changed",
                          chain.size(), chain.back().hash));
}

}  // namespace

std::string figures_section(const RunContents& run) {
  return fields_tables(run.records) + residuals_table(run.records);
}

std::string made_with_section(const OutFolder& out) {
  if (!std::filesystem::exists(out.run())) return "";
  const Json run = Json::parse(read_file(out.run()), nullptr, false);
  if (!run.is_object()) return "";
  const Json tool = run.value("tool", Json::object()), policy = run.value("policy", Json::object());
  return "<h2>What this was made with</h2>\n<table class=made>" +
         line("program", tool.value("name", "carescan") + " " + tool.value("version", "")) +
         line("forms known", joined(run.value("templates", Json::array()), "form", "version")) +
         line("policy", policy.value("name", "")) +
         line("reading", joined(run.value("engines", Json::array()), "name", "version")) + decisions_line(out) +
         "</table>\n";
}

}  // namespace carescan::batch
