#include "pipeline/batch/page_code.hpp"

#include <algorithm>
#include <regex>

namespace carescan::batch {
namespace {

using Kind = CodeMeaning::Kind;

/// True when `text` is `code`, or `code` with an instance after it.
bool begins_with(const std::string& text, const std::string& code) {
  return !code.empty() && text.starts_with(code) && (text.size() == code.size() || text[code.size()] == ':');
}

}  // namespace

CodeMeaning meaning_of(const std::string& text, const std::vector<Catalogue::PageOfForm>& pages) {
  CodeMeaning best;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::string& code = pages[i].code;
    // The longest wins: one form's code may be another's with something after a colon.
    if (begins_with(text, code) && code.size() > best.shown.size())
      best = {Kind::page, i, text.substr(std::min(text.size(), code.size() + 1)), code};
  }
  if (best.kind == Kind::page) return best;
  if (begins_with(text, "carescan:separator")) return {Kind::separator, 0, "", "carescan:separator"};
  static const std::regex ours("(carescan:[a-z0-9-]{1,64}:[0-9.]{1,16}:[0-9]{1,4})(:.*)?");
  std::smatch parts;
  if (std::regex_match(text, parts, ours)) return {Kind::unknown_page, 0, "", parts[1]};
  return {};
}

}  // namespace carescan::batch
