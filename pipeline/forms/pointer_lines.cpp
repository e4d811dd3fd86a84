#include "pipeline/forms/pointer_lines.hpp"

#include <algorithm>

namespace carescan::forms {

namespace {

/// Walks a JSON text that a parser has already found valid.
class Walker {
 public:
  explicit Walker(const std::string& text) : text_(text) {}
  PointerLines walk() {
    value("");
    return std::move(found_);
  }

 private:
  void value(const std::string& pointer) {
    skip_space();
    if (!found_.lines.emplace(pointer, line_).second) found_.repeated.push_back(pointer);
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
      const std::string key = string();
      skip_space();
      ++at_;  // the colon
      value(pointer + "/" + escaped(key));
    }
    ++at_;
  }

  void array(const std::string& pointer) {
    ++at_;
    int index = 0;
    for (skip_space(); peek() != ']' && peek() != 0; skip_space()) {
      if (peek() == ',') ++at_;
      value(pointer + "/" + std::to_string(index++));
    }
    ++at_;
  }

  /// A string between its quotes, escapes left as they are: names in a form have none.
  std::string string() {
    const std::size_t start = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, text_.size());
    return text_.substr(start, at_++ - start);
  }

  void scalar() { at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size()); }

  void skip_space() {
    for (; at_ < text_.size() && std::string(" \t\r\n").find(text_[at_]) != std::string::npos; ++at_)
      line_ += text_[at_] == '\n';
  }

  static std::string escaped(const std::string& key) {
    std::string text;
    for (const char c : key) text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return text;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  const std::string& text_;
  std::size_t at_ = 0;
  int line_ = 1;
  PointerLines found_;
};

}  // namespace

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
