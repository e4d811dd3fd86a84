#include "pipeline/forms/text_style.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;

/// Without the empty lines in it: from its last end of a line on, behind its comma.
std::string without_empty_lines(const std::string& gap, const std::string& line_end) {
  const std::size_t last = gap.rfind('\n');
  return last == std::string::npos ? gap : "," + line_end + gap.substr(last + 1);
}

}  // namespace

TextStyle::TextStyle(const std::string& text, const PointerLines& places) : text_(text), places_(places) {
  if (text_.find("\r\n") != std::string::npos) line_end_ = "\r\n";
  for (const auto& [pointer, at] : places_.spans) {
    if (at.from == at.begin) continue;
    const std::string name = text_.substr(at.from, at.begin - at.from);
    colon_ = name.substr(name.rfind('"') + 1);
    break;
  }
  for (const auto& [pointer, at] : places_.spans) {
    const auto second =
        places_.spans.find(pointer.ends_with("/box/0") ? pointer.substr(0, pointer.size() - 1) + "1" : "");
    if (pointer.empty() || second == places_.spans.end() || second->first.empty()) continue;
    const std::string gap = text_.substr(at.end, second->second.from - at.end);
    if (gap.find('\n') == std::string::npos) comma_ = gap;
    break;
  }
}

std::string TextStyle::name(const std::string& key) const {
  return Json(key).dump() + colon_;
}

std::string TextStyle::indent_at(std::size_t at) const {
  const std::size_t line = at == 0 ? 0 : text_.rfind('\n', at - 1) + 1;
  return text_.substr(line, text_.find_first_not_of(" \t", line) - line);
}

std::string TextStyle::between(const std::string& pointer, const std::string& first, const std::string& second) const {
  const TextSpan& one = span(first);
  if (const auto other = places_.spans.find(second); other != places_.spans.end())
    return without_empty_lines(text_.substr(one.end, other->second.from - one.end), line_end_);
  const std::size_t open = span(pointer).begin + 1;
  const std::string before = text_.substr(open, one.from - open);
  return before.find('\n') == std::string::npos ? comma_ : without_empty_lines(before, line_end_);
}

std::string TextStyle::like_member(const std::string& pointer, const std::string& key) const {
  const std::string parent = pointer.substr(0, pointer.rfind('/'));
  for (std::size_t i = 0; !parent.empty() && places_.spans.contains(below(parent, i)); ++i)
    if (const std::string at = below(below(parent, i), key); places_.spans.contains(at)) return at;
  return "";
}

/// The members or elements of a container, `gap` between them.
std::string TextStyle::joined(const Json& value, const std::string& like, const std::string& indent,
                              const std::string& gap) const {
  std::string all;
  for (const auto& member : value.items()) {
    if (!all.empty()) all += gap;
    std::string pattern;
    if (!like.empty()) pattern = value.is_object() ? below(like, member.key()) : below(like, 0);
    if (value.is_object()) all += name(member.key());
    if (!places_.spans.contains(pattern) && value.is_object() && !like.empty())
      pattern = like_member(like, member.key());
    all += written(member.value(), places_.spans.contains(pattern) ? pattern : "", indent);
  }
  return all;
}

std::string TextStyle::written(const Json& value, const std::string& like, const std::string& indent) const {
  if (!value.is_structured() || value.empty()) return value.dump();
  const std::string open = value.is_object() ? "{" : "[", close = value.is_object() ? "}" : "]";
  const auto known = like.empty() ? places_.spans.end() : places_.spans.find(like);
  if (known == places_.spans.end() || text_.compare(known->second.begin, 1, open) != 0)
    return open + joined(value, "", indent, comma_) + close;
  const auto [from, begin, end] = known->second;
  const std::size_t first = text_.find_first_not_of(" \t\r\n", begin + 1);
  const std::string pad = text_.substr(begin + 1, first - begin - 1);
  if (pad.find('\n') == std::string::npos) return open + pad + joined(value, like, indent, comma_) + pad + close;
  const std::string outer = indent_at(begin), inner = indent_at(first);
  const std::string deeper = indent + (inner.starts_with(outer) ? inner.substr(outer.size()) : "  ");
  return open + line_end_ + deeper + joined(value, like, deeper, "," + line_end_ + deeper) + line_end_ + indent + close;
}

}  // namespace carescan::forms
