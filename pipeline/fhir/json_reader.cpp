#include "pipeline/fhir/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace carescan::fhir {
namespace {

constexpr std::size_t deepest = 100;

}  // namespace

bool JsonReader::is_new(Level& level, const std::string& name) {
  constexpr std::size_t few = 24;  // so many are looked through faster than sorted
  const auto& members = level.node->get_ref<const Json::object_t&>();
  if (members.size() < few)
    return std::none_of(members.begin(), members.end(), [&](const auto& member) { return member.first == name; });
  if (level.keys.empty())
    for (const auto& member : members) level.keys.insert(member.first);
  return level.keys.insert(name).second;
}

bool JsonReader::key(std::string& name) {
  Level& level = levels_.back();
  level.key = name;
  level.skipped = !is_new(level, name);
  if (level.skipped)
    error(findings_, "structure", path(), "This member stands twice in its object; only one can count.");
  return true;
}

bool JsonReader::parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& problem) {
  const bool too_large = problem.id == 406;  // out_of_range: number overflow
  error(findings_, too_large ? "value" : "structure", path(),
        too_large ? fmt::format("The number that ends at byte {} is too large.", position)
                  : fmt::format("This is not JSON: it breaks off or goes wrong at byte {}.", position));
  return false;
}

bool JsonReader::put(Json value) {
  attach(std::move(value));
  return true;
}

bool JsonReader::open(Json empty) {
  if (levels_.size() >= deepest) {
    error(findings_, "structure", "", fmt::format("Nested deeper than {} levels; no resource needs that.", deepest));
    return false;
  }
  Json* node = attach(std::move(empty));
  levels_.push_back({node, {}, {}, false});
  return true;
}

bool JsonReader::close() {
  levels_.pop_back();
  return true;
}

Json* JsonReader::attach(Json value) {
  if (levels_.empty()) {
    root_ = std::move(value);
    return &root_;
  }
  Level& level = levels_.back();
  if (level.node->is_array()) return &level.node->emplace_back(std::move(value));
  if (level.skipped) return &skipped_.emplace_back(std::move(value));
  // past ordered_map's own emplace: that searches the whole object once for each member
  auto& members = static_cast<Json::object_t::Container&>(level.node->get_ref<Json::object_t&>());
  return &members.emplace_back(level.key, std::move(value)).second;
}

std::string JsonReader::path() const {
  std::string out;
  for (const Level& level : levels_) {
    if (level.node->is_array()) {
      out += fmt::format("[{}]", level.node->empty() ? 0 : level.node->size() - 1);
    } else if (const std::string name = path_name(level.key); !name.empty()) {
      out += (out.empty() ? "" : ".") + name;
    } else {
      break;
    }
  }
  return out;
}

}  // namespace carescan::fhir
