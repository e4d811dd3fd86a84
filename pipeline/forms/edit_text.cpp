#include "pipeline/forms/edit_text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "pipeline/forms/align.hpp"
#include "pipeline/forms/pointer_lines.hpp"
#include "pipeline/forms/text_style.hpp"

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;

/// One member or element of a container as it will be.
struct Part {
  std::optional<std::size_t> was;  ///< its number in the container as it was
  std::string text;                ///< with its name
};

class Edit {
 public:
  explicit Edit(const std::string& text) : text_(text), places_(pointer_lines(text)), style_(text_, places_) {}

  std::string whole(const Json& was, const Json& now) const {
    const TextSpan& all = places_.spans.at("");
    return text_.substr(0, all.begin) + value(was, now, "") + text_.substr(all.end);
  }

 private:
  /// The text of the value at `pointer`, which is `was` and shall be `now`.
  std::string value(const Json& was, const Json& now, const std::string& pointer) const {
    const TextSpan& at = places_.spans.at(pointer);
    if (was.is_object() && now.is_object()) return object(was, now, pointer);
    if (was.is_array() && now.is_array()) return array(was, now, pointer);
    if (same_value(was, now)) return text_.substr(at.begin, at.end - at.begin);
    return style_.written(now, "", style_.indent_at(at.begin));
  }

  std::string object(const Json& was, const Json& now, const std::string& pointer) const {
    std::vector<std::string> places;
    std::vector<Part> parts;
    for (const auto& member : was.items()) {
      const std::string at = below(pointer, member.key());
      if (now.contains(member.key())) {
        const TextSpan& span = places_.spans.at(at);
        parts.push_back({places.size(), text_.substr(span.from, span.begin - span.from) +
                                            value(member.value(), now.at(member.key()), at)});
      }
      places.push_back(at);
    }
    insert_members(was, now, pointer, parts);
    return container(pointer, places, parts);
  }

  /// New members, each behind the one that it follows in `now`.
  void insert_members(const Json& was, const Json& now, const std::string& pointer, std::vector<Part>& parts) const {
    std::string before;
    for (const auto& member : now.items()) {
      if (!was.contains(member.key())) {
        const std::string text =
            style_.name(member.key()) + style_.written(member.value(), style_.like_member(pointer, member.key()),
                                                       style_.indent_at(inside(pointer)));
        const auto place = std::ranges::find_if(parts, [&](const Part& part) { return named(part, before); });
        parts.insert(place == parts.end() ? (before.empty() ? parts.begin() : parts.end()) : place + 1, {{}, text});
      }
      before = member.key();
    }
  }

  static bool named(const Part& part, const std::string& key) {
    const std::string quoted = Json(key).dump();
    return !key.empty() && part.text.starts_with(quoted);
  }

  std::string array(const Json& was, const Json& now, const std::string& pointer) const {
    std::vector<std::string> places;
    for (std::size_t i = 0; i < was.size(); ++i) places.push_back(below(pointer, i));
    const auto origins = aligned(was, now);
    std::vector<Part> parts;
    std::size_t last = 0;  // whose neighbour a new element is
    for (std::size_t j = 0; j < now.size(); ++j) {
      const std::string like = places.empty() ? "" : places[last];
      if (origins[j]) last = *origins[j];
      parts.push_back({origins[j], origins[j] ? value(was[last], now[j], places[last])
                                              : style_.written(now[j], like, style_.indent_at(inside(pointer)))});
    }
    return container(pointer, places, parts);
  }

  /// A container of these parts: what stands between those that stay, stays.
  std::string container(const std::string& pointer, const std::vector<std::string>& places,
                        const std::vector<Part>& parts) const {
    const TextSpan& all = places_.spans.at(pointer);
    const std::string open = text_.substr(all.begin, 1), close = text_.substr(all.end - 1, 1);
    if (places.empty() && parts.empty()) return text_.substr(all.begin, all.end - all.begin);
    if (parts.empty()) return open + close;
    if (places.empty()) {
      std::string out = open;
      for (const Part& part : parts) out += (&part == &parts.front() ? "" : ", ") + part.text;
      return out + close;
    }
    const std::size_t first = places_.spans.at(places.front()).from, end = places_.spans.at(places.back()).end;
    std::string out = text_.substr(all.begin, first - all.begin) + parts.front().text;
    for (std::size_t i = 1; i < parts.size(); ++i) out += gap(pointer, places, parts[i - 1], parts[i]) + parts[i].text;
    return out + text_.substr(end, all.end - end);
  }

  /// What stands between two parts: before the second as it was, else as between its neighbours.
  std::string gap(const std::string& pointer, const std::vector<std::string>& places, const Part& one,
                  const Part& two) const {
    if (two.was && *two.was > 0) {
      const std::size_t end = places_.spans.at(places[*two.was - 1]).end;
      return text_.substr(end, places_.spans.at(places[*two.was]).from - end);
    }
    const std::size_t at = one.was && *one.was > 0 ? *one.was - 1 : 0;
    return style_.between(pointer, places[at], at + 1 < places.size() ? places[at + 1] : "");
  }

  /// Where the first thing inside a container stands.
  std::size_t inside(const std::string& pointer) const {
    return text_.find_first_not_of(" \t\r\n", places_.spans.at(pointer).begin + 1);
  }

  const std::string& text_;
  PointerLines places_;
  TextStyle style_;
};

}  // namespace

std::string edited_text(const std::string& text, const Json& wanted) {
  const Json was = Json::parse(text);
  std::string edited = Edit(text).whole(was, wanted);
  const Json is = Json::parse(edited, nullptr, false);
  if (is.is_discarded() || !same_value(is, wanted))
    throw std::logic_error("an edited form does not say what was meant");
  return edited;
}

}  // namespace carescan::forms
