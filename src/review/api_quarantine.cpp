#include <algorithm>

#include "src/review/api.hpp"
#include "src/review/quarantine.hpp"
#include "src/review/refused.hpp"

namespace carescan::web {
namespace {

constexpr std::size_t most_pages = 500;

const FormTemplate* find_form(const Office& office, const std::string& id, const std::string& version) {
  const auto form = std::ranges::find_if(
      office.forms, [&](const FormTemplate& one) { return one.id == id && one.version == version; });
  return form == office.forms.end() ? nullptr : &*form;
}

Json forms_json(const Office& office) {
  Json out = Json::array();
  for (const FormTemplate& form : office.forms)
    out.push_back({{"form", form.id}, {"version", form.version}, {"title", form.title}, {"pages", form.pages.size()}});
  return out;
}

Json candidates_json(const Office& office, const Json& page) {
  Json out = Json::array();
  for (const Json& candidate : page.value("candidates", Json::array())) {
    const FormTemplate* form = find_form(office, candidate.value("form", ""), candidate.value("version", ""));
    if (form == nullptr) continue;
    const int number = candidate.value("page", 1);
    out.push_back({{"form", form->id},
                   {"version", form->version},
                   {"page", number},
                   {"title", form->title + ", page " + std::to_string(number)}});
  }
  return out;
}

Json decision_json(const batch::PageDecision& decision) {
  Json out{{"action", decision.set_aside ? "set-aside" : "is"}, {"by", decision.by}, {"at", decision.at}};
  if (!decision.set_aside)
    out.update({{"form", decision.form},
                {"version", decision.version},
                {"page", decision.page},
                {"turn_deg", decision.turn_deg}});
  return out;
}

Json page_json(const Office& office, const StrayPage& page) {
  const Json source = page.json.value("source", Json::object());
  return {{"id", page.id},
          {"source", source.value("file", "")},
          {"page", source.value("page", 0)},
          {"why", page.json.value("why", "")},
          {"picture", "/quarantine/" + page.id + ".jpg"},
          {"candidates", candidates_json(office, page.json)},
          {"decision", page.waits() ? Json(nullptr) : decision_json(*page.decision)}};
}

/// What a person said, held against the forms that there are. Throws Refused.
batch::PageDecision decision_of(const Office& office, const Call& call) {
  batch::PageDecision decision{.set_aside = call.text("action") == "set-aside"};
  if (decision.set_aside) return decision;
  if (call.text("action") != "is") throw Refused{400, "bad-request", "action is is, set-aside or reopen"};
  decision.form = call.text("form");
  decision.version = call.text("version");
  decision.page = call.body.at("page").get<int>();
  decision.turn_deg = call.body.value("turn_deg", 0);
  const FormTemplate* form = find_form(office, decision.form, decision.version);
  if (form == nullptr || std::ranges::find(form->pages, decision.page, &FormPage::number) == form->pages.end())
    throw Refused{400, "form-unknown", "there is no such page of a form"};
  if (decision.turn_deg < 0 || decision.turn_deg > 270 || decision.turn_deg % 90 != 0)
    throw Refused{400, "bad-request", "turn_deg is 0, 90, 180 or 270"};
  return decision;
}

/// Whether the page is in quarantine, or somebody has decided about it before.
bool is_known(const batch::OutFolder& out, const std::string& id) {
  return is_quarantine_id(id) &&
         (std::filesystem::exists(out.quarantine() / (id + ".json")) || batch::read_decisions(out).pages.contains(id));
}

}  // namespace

Json get_quarantine(Office& office, const Call&) {
  std::vector<StrayPage> pages = stray_pages(office.out);
  std::stable_partition(pages.begin(), pages.end(), [](const StrayPage& page) { return page.waits(); });
  pages.resize(std::min(pages.size(), most_pages));
  Json out = Json::array();
  for (const StrayPage& page : pages) out.push_back(page_json(office, page));
  return {{"pages", out}, {"forms", forms_json(office)}};
}

Json post_quarantine(Office& office, const Call& call) {
  const std::string id = call.text("id");
  if (!is_known(office.out, id)) throw Refused{404, "page-unknown", "there is no such page; load this screen again"};
  if (call.text("action") == "reopen") {
    office.desk.note(batch::page_line(id, nullptr, call.who.name, office.now()));
  } else {
    const batch::PageDecision decision = decision_of(office, call);
    office.desk.note(batch::page_line(id, &decision, call.who.name, office.now()));
  }
  return get_quarantine(office, call);
}

}  // namespace carescan::web
