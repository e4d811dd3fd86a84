#include "pipeline/forms/diff.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/forms/diff_fields.hpp"

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;

/// Boxes that cover each other so far are the same place.
constexpr double same_place = 0.8;

double common_share(const BoxMm& a, const BoxMm& b) {
  const double w = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const double h = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  return w * h / (a.width * a.height + b.width * b.height - w * h);
}

const Listed* named(const std::vector<Listed>& all, const std::string& name) {
  const auto found = std::ranges::find(all, name, &Listed::name);
  return found == all.end() ? nullptr : &*found;
}

/// The field without a namesake that lies where this one does.
const Listed* in_place_of(const Listed& field, const std::vector<Listed>& others, const std::vector<Listed>& own) {
  const Listed* best = nullptr;
  for (const Listed& other : others)
    if (named(own, other.name) == nullptr && other.page == field.page &&
        (other.table == nullptr) == (field.table == nullptr) &&
        common_share(other.field.box, field.field.box) >= same_place)
      best = &other;
  return best;
}

void compare_pages(const FormTemplate& from, const FormTemplate& to, std::vector<Change>& out) {
  const auto add = [&](const char* what, const FormPage& page, std::string detail, ChangeWeight weight) {
    out.push_back({what, fmt::format("page {}", page.number), std::move(detail), weight});
  };
  for (std::size_t i = 0; i < std::max(from.pages.size(), to.pages.size()); ++i) {
    if (i >= to.pages.size()) {
      add("removed", from.pages[i], "the form has fewer pages", ChangeWeight::geometry);
    } else if (i >= from.pages.size()) {
      add("added", to.pages[i], "the form has more pages", ChangeWeight::geometry);
    } else {
      const FormPage &a = from.pages[i], &b = to.pages[i];
      if (a.width_mm != b.width_mm || a.height_mm != b.height_mm)
        add("size", b, fmt::format("{} × {} → {} × {} mm", a.width_mm, a.height_mm, b.width_mm, b.height_mm),
            ChangeWeight::geometry);
      if (a.code != b.code) add("match", b, "another code is printed on it", ChangeWeight::wording);
    }
  }
}

void compare_lists(const std::vector<Listed>& from, const std::vector<Listed>& to, std::vector<Change>& out) {
  for (const Listed& field : to) {
    if (const Listed* before = named(from, field.name)) {
      compare_fields(*before, field, out);
    } else if (const Listed* other = in_place_of(field, from, to)) {
      out.push_back(
          {"renamed", field.name, fmt::format("it was '{}', in the same place", other->name), ChangeWeight::meaning});
      compare_fields(*other, field, out);
    } else {
      out.push_back({"added", field.name, fmt::format("a {} on page {}", to_string(field.field.kind), field.page),
                     ChangeWeight::geometry});
    }
  }
  for (const Listed& field : from)
    if (named(to, field.name) == nullptr && in_place_of(field, to, from) == nullptr)
      out.push_back({"removed", field.name, fmt::format("a {} on page {}", to_string(field.field.kind), field.page),
                     ChangeWeight::geometry});
}

std::string in_words(const FormRule& rule) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < rule.fields.size(); ++i)
    parts.push_back((rule.roles.empty() ? "" : rule.roles[i] + " ") + rule.fields[i]);
  return fmt::format("{}: {}", rule.rule, fmt::join(parts, ", "));
}

void compare_rules(const FormTemplate& from, const FormTemplate& to, std::vector<Change>& out) {
  std::vector<std::string> a, b;
  for (const FormRule& rule : from.rules) a.push_back(in_words(rule));
  for (const FormRule& rule : to.rules) b.push_back(in_words(rule));
  for (const std::string& rule : a)
    if (std::ranges::find(b, rule) == b.end())
      out.push_back({"rules", "the form", "gone: " + rule, ChangeWeight::meaning});
  for (const std::string& rule : b)
    if (std::ranges::find(a, rule) == a.end())
      out.push_back({"rules", "the form", "new: " + rule, ChangeWeight::meaning});
}

/// A value of the mapping on one line; long ones by their beginning.
std::string shown(const Json& value) {
  constexpr std::size_t most = 80;
  std::string text = value.dump();
  return text.size() <= most ? text : text.substr(0, most - 1) + "…";
}

/// By JSON patch (RFC 6902): the smallest set of places that differ.
void compare_mapping(const FormTemplate& from, const FormTemplate& to, std::vector<Change>& out) {
  Json now = Json::parse(from.fhir_json);
  const Json wanted = Json::parse(to.fhir_json);
  for (const Json& step : Json::diff(now, wanted)) {
    const std::string path = step.at("path"), op = step.at("op");
    std::string detail;
    if (op == "remove") detail = "gone: " + shown(now.at(Json::json_pointer(path)));
    if (op == "add") detail = "new: " + shown(step.at("value"));
    if (op == "replace") detail = shown(now.at(Json::json_pointer(path))) + " → " + shown(step.at("value"));
    out.push_back({"mapping", "/fhir" + path, std::move(detail), ChangeWeight::meaning});
    now = now.patch(Json::array({step}));  // paths of later steps are those of the list as it is then
  }
}

void compare_order(const std::vector<Listed>& from, const std::vector<Listed>& to, std::vector<Change>& out) {
  const auto shared = [](const std::vector<Listed>& all, const std::vector<Listed>& others) {
    std::vector<std::string> names;
    for (const Listed& field : all)
      if (named(others, field.name) != nullptr) names.push_back(field.name);
    return names;
  };
  if (shared(from, to) != shared(to, from))
    out.push_back(
        {"order", "the form", "fields stand in another order; records and CSV follow it", ChangeWeight::wording});
}

}  // namespace

std::string_view to_string(ChangeWeight weight) {
  switch (weight) {
    case ChangeWeight::geometry:
      return "geometry";
    case ChangeWeight::meaning:
      return "meaning";
    default:
      return "wording";
  }
}

std::vector<Change> changes_between(const FormTemplate& from, const FormTemplate& to) {
  std::vector<Change> out;
  if (from.id != to.id) out.push_back({"id", "the form", from.id + " → " + to.id, ChangeWeight::meaning});
  compare_pages(from, to, out);
  const std::vector<Listed> a = listed(from), b = listed(to);
  compare_lists(a, b, out);
  compare_rules(from, to, out);
  compare_mapping(from, to, out);
  compare_order(a, b, out);
  if (from.title != to.title)
    out.push_back({"title", "the form", from.title + " → " + to.title, ChangeWeight::wording});
  if (from.gates_json != to.gates_json)
    out.push_back({"gates", "the form", from.gates_json + " → " + to.gates_json, ChangeWeight::wording});
  return out;
}

bool asks_for_a_version(const std::vector<Change>& changes) {
  return std::ranges::any_of(changes, [](const Change& c) { return c.weight != ChangeWeight::wording; });
}

}  // namespace carescan::forms
