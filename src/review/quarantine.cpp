#include "src/review/quarantine.hpp"

#include <algorithm>

namespace fs = std::filesystem;

namespace carescan::web {
namespace {

std::vector<std::string> ids_of(const batch::OutFolder& out) {
  std::vector<std::string> ids;
  std::error_code missing;
  for (const auto& file : fs::directory_iterator(out.quarantine(), missing))
    if (const std::string id = file.path().stem().string(); file.path().extension() == ".json" && is_quarantine_id(id))
      ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

/// What quarantine/<id>.json holds; an empty object where it is gone by now or is not what carescan wrote.
Json json_of(const batch::OutFolder& out, const std::string& id) {
  const fs::path file = out.quarantine() / (id + ".json");
  Json json = fs::exists(file) ? Json::parse(batch::read_file(file), nullptr, false) : Json::object();
  return json.is_object() ? json : Json::object();
}

std::optional<batch::PageDecision> find(const batch::OutDecisions& decisions, const std::string& id) {
  const auto found = decisions.pages.find(id);
  return found == decisions.pages.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

bool StrayPage::waits() const {
  if (!decision || decision->set_aside) return !decision;
  const Json tried = json.value("named", Json::object());
  return tried.value("form", "") == decision->form && tried.value("version", "") == decision->version &&
         tried.value("page", 0) == decision->page;
}

std::vector<StrayPage> stray_pages(const batch::OutFolder& out) {
  const batch::OutDecisions decisions = batch::read_decisions(out);
  std::vector<StrayPage> pages;
  for (const std::string& id : ids_of(out)) pages.push_back({id, json_of(out, id), find(decisions, id)});
  return pages;
}

long waiting_pages(const batch::OutFolder& out) {
  const batch::OutDecisions decisions = batch::read_decisions(out);
  const std::vector<std::string> ids = ids_of(out);
  return std::count_if(ids.begin(), ids.end(), [&](const std::string& id) {
    const std::optional<batch::PageDecision> decision = find(decisions, id);
    return !decision || StrayPage{id, json_of(out, id), decision}.waits();
  });
}

}  // namespace carescan::web
