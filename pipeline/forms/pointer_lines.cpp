#include "pipeline/forms/pointer_lines.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace carescan::forms {

namespace {

/// Walks a JSON text that a parser has already found valid.
class Walker {
 public:
  explicit Walker(const std::string& text) : text_(text) {}
  PointerLines walk() {
    skip_space();
    value("", at_);
    return std::move(found_);
  }

 private:
  /// A value at which the text stands; its member began at `from`.
  void value(const std::string& pointer, std::size_t from) {
    if (!found_.lines.emplace(pointer, line_).second) found_.repeated.push_back(pointer);
    const std::size_t begin = at_;
    contents(pointer);
    found_.spans[pointer] = {from, begin, at_};
  }

  void contents(const std::string& pointer) {
    switch (peek()) {
      case '{':
        return object(pointer);
      case '[':
        return array(pointer);
      case '"':
        string();
        return;
      default:
        scalar();
    }
  }

  void object(const std::string& pointer) {
    ++at_;
    for (skip_space(); peek() != '}' && peek() != 0; skip_space()) {
      if (peek() == ',') ++at_, skip_space();
      const std::size_t from = at_;
      const std::string key = string();
      skip_space();
      ++at_;  // the colon
      skip_space();
      value(below(pointer, key), from);
    }
    ++at_;
  }

  void array(const std::string& pointer) {
    ++at_;
    std::size_t index = 0;
    for (skip_space(); peek() != ']' && peek() != 0; skip_space()) {
      if (peek() == ',') ++at_, skip_space();
      value(below(pointer, index++), at_);
    }
    ++at_;
  }

  std::string string() {
    const std::size_t start = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
    const std::string quoted = text_.substr(start, at_ - start);
    if (quoted.find('\\') == std::string::npos) return quoted.substr(1, quoted.size() - 2);
    return nlohmann::json::parse(quoted).get<std::string>();
  }

  void scalar() { at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size()); }

  void skip_space() {
    for (; at_ < text_.size() && std::string(" \t\r\n").find(text_[at_]) != std::string::npos; ++at_)
      line_ += text_[at_] == '\n';
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  const std::string& text_;
  std::size_t at_ = 0;
  int line_ = 1;
  PointerLines found_;
};

}  // namespace

std::string below(const std::string& pointer, const std::string& key) {
  std::string text = pointer + "/";
  for (const char c : key) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return text;
}

std::string below(const std::string& pointer, std::size_t index) {
  return pointer + "/" + std::to_string(index);
}

PointerLines pointer_lines(const std::string& text) {
  return Walker(text).walk();
}

int line_of(const std::map<std::string, int>& lines, std::string pointer) {
  while (true) {
    if (const auto found = lines.find(pointer); found != lines.end()) return found->second;
    if (pointer.empty()) return 1;
    pointer.erase(pointer.rfind('/'));
  }
}

}  // namespace carescan::forms
