#include "pipeline/batch/decisions.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "pipeline/model/failure.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::batch {
namespace {

void take_page(const Json& line, OutDecisions& out) {
  const std::string action = line.at("action");
  PageDecision& page = out.pages[line.at("page")];
  page = {.set_aside = action == "set-aside", .by = line.at("by"), .at = line.at("at")};
  if (action == "reopen") out.pages.erase(line.at("page").get<std::string>());
  if (action != "is") return;
  page.form = line.at("form");
  page.version = line.at("version");
  page.page = line.at("form_page");
  page.turn_deg = line.at("turn_deg");
}

void take_people(const Json& line, OutDecisions& out) {
  const std::string decision = line.at("decision"), proposal = line.at("proposal");
  if (decision == "open")
    out.people.erase(proposal);
  else
    out.people[proposal] = {decision == "same", line.value("keep", ""), line.at("by"), line.at("at")};
}

void take(const std::string& text, OutDecisions& out) {
  const Json line = Json::parse(text);
  const std::string kind = line.value("kind", "");
  if (kind == "page") take_page(line, out);
  if (kind == "people") take_people(line, out);
}

}  // namespace

std::string PageDecision::named() const {
  return set_aside ? "" : fmt::format("{} {} p{}", form, version, page);
}

std::string OutDecisions::named(const std::string& quarantine_name) const {
  const auto found = pages.find(quarantine_name);
  return found == pages.end() ? "" : found->second.named();
}

OutDecisions read_decisions(const OutFolder& out) {
  OutDecisions decisions;
  if (!std::filesystem::exists(out.decisions())) return decisions;
  std::istringstream lines(read_file(out.decisions()));
  long number = 0;
  for (std::string line; std::getline(lines, line) && !lines.eof();) {
    ++number;
    try {
      take(line, decisions);
    } catch (const Json::exception&) {
      throw Failure{"decisions-invalid", out.decisions().string(),
                    fmt::format("line {} is not what carescan wrote", number),
                    "carescan verify says what else does not hold; bring the file back from a copy"};
    }
  }
  return decisions;
}

std::string page_line(const std::string& quarantine_name, const PageDecision* decision, const std::string& by,
                      const std::string& at) {
  Json line{{"kind", "page"},
            {"page", quarantine_name},
            {"action", decision == nullptr   ? "reopen"
                       : decision->set_aside ? "set-aside"
                                             : "is"}};
  if (decision != nullptr && !decision->set_aside)
    line.update({{"form", decision->form},
                 {"version", decision->version},
                 {"form_page", decision->page},
                 {"turn_deg", decision->turn_deg}});
  line.update({{"by", by}, {"at", at}});
  return line.dump();
}

std::string people_line(const std::string& proposal, const std::vector<std::string>& documents,
                        const PeopleDecision* decision, const std::string& by, const std::string& at) {
  Json line{{"kind", "people"},
            {"proposal", proposal},
            {"documents", documents},
            {"decision", decision == nullptr ? "open"
                         : decision->same    ? "same"
                                             : "different"}};
  if (decision != nullptr && !decision->keep.empty()) line["keep"] = decision->keep;
  line.update({{"by", by}, {"at", at}});
  return line.dump();
}

}  // namespace carescan::batch
