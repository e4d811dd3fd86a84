#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "pipeline/fhir/terminology.hpp"
#include "pipeline/model/text.hpp"

namespace carescan::fhir {
namespace {

bool letters(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; });
}
bool digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// ISO 639-1; three letters are not looked up (there are some 8,000).
bool is_language_code(std::string_view text) {
  static constexpr std::string_view two =
      " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
      "en "
      "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja "
      "jv "
      "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd "
      "ne "
      "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr "
      "ss "
      "st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";
  if (!letters(text)) return false;
  return text.size() == 3 ||
         (text.size() == 2 && two.find(" " + in_small_letters(std::string(text)) + " ") != std::string_view::npos);
}

bool is_region(std::string_view text) {
  return (text.size() == 2 && letters(text) && in_small_letters(std::string(text)) != "uk") ||
         (text.size() == 3 && digits(text));
}

bool is_variant(std::string_view text) {
  return text.size() >= 5 || (text.size() == 4 && text[0] >= '0' && text[0] <= '9');
}

/// Subtags between hyphens; none where one is empty, longer than 8 or not of letters and digits.
std::vector<std::string_view> subtags(std::string_view tag) {
  std::vector<std::string_view> out;
  while (true) {
    const std::size_t hyphen = tag.find('-');
    const std::string_view part = tag.substr(0, hyphen);
    const bool plain =
        std::all_of(part.begin(), part.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
    if (part.empty() || part.size() > 8 || !plain) return {};
    out.push_back(part);
    if (hyphen == std::string_view::npos) return out;
    tag.remove_prefix(hyphen + 1);
  }
}

}  // namespace

bool is_language_tag(const std::string& tag) {
  const std::vector<std::string_view> parts = subtags(tag);
  if (parts.empty()) return false;
  if (parts[0] == "x" || parts[0] == "X" || parts[0] == "i" || parts[0] == "I") return parts.size() > 1;
  if (!is_language_code(parts[0])) return false;
  std::size_t i = 1;
  while (i < parts.size() && i <= 3 && parts[i].size() == 3 && letters(parts[i])) ++i;  // extended language
  if (i < parts.size() && parts[i].size() == 4 && letters(parts[i])) ++i;               // script
  if (i < parts.size() && is_region(parts[i])) ++i;
  while (i < parts.size() && is_variant(parts[i])) ++i;
  return i == parts.size() || (parts[i].size() == 1 && i + 1 < parts.size());  // extensions, private use
}

}  // namespace carescan::fhir
