#include <set>
#include <sstream>

#include "pipeline/forms/load.hpp"
#include "pipeline/reading/decode.hpp"

namespace carescan::reading {
namespace {

/// An accented letter's first two bytes in UTF-8 and the capital it counts as; combs and the net have ASCII only.
char without_accent(const std::string& two_bytes) {
  static const std::map<std::string, char> plain{
      {"à", 'A'}, {"á", 'A'}, {"â", 'A'}, {"ä", 'A'}, {"ã", 'A'}, {"å", 'A'}, {"ç", 'C'}, {"è", 'E'}, {"é", 'E'},
      {"ê", 'E'}, {"ë", 'E'}, {"ì", 'I'}, {"í", 'I'}, {"î", 'I'}, {"ï", 'I'}, {"ñ", 'N'}, {"ò", 'O'}, {"ó", 'O'},
      {"ô", 'O'}, {"ö", 'O'}, {"ø", 'O'}, {"ù", 'U'}, {"ú", 'U'}, {"û", 'U'}, {"ü", 'U'}, {"ý", 'Y'}, {"ŵ", 'W'},
      {"ŷ", 'Y'}, {"É", 'E'}, {"Á", 'A'}, {"Ó", 'O'}, {"Ö", 'O'}, {"Ü", 'U'}, {"Å", 'A'}, {"Ç", 'C'}, {"Ø", 'O'},
      {"ł", 'L'}, {"Ł", 'L'}, {"ń", 'N'}, {"ś", 'S'}, {"ż", 'Z'}, {"ź", 'Z'}, {"ę", 'E'}, {"ą", 'A'}, {"ć", 'C'}};
  const auto found = plain.find(two_bytes);
  return found == plain.end() ? '\0' : found->second;
}

/// The word as capitals of ASCII; empty where a letter has none.
std::string folded(const std::string& word) {
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool ascii = static_cast<unsigned char>(c) < 128;
    const char plain = !ascii                 ? without_accent(word.substr(i++, 2))
                       : c >= 'a' && c <= 'z' ? static_cast<char>(c - 32)
                                              : c;
    if (plain == '\0') return {};
    out += plain;
  }
  return out;
}

}  // namespace

Words words_of(const std::vector<std::string>& entries) {
  std::map<std::size_t, std::set<std::string>> sorted;
  for (const std::string& entry : entries) {
    std::istringstream stream(entry);
    for (std::string word; stream >> word;)
      if (const std::string capitals = folded(word); !capitals.empty()) sorted[capitals.size()].insert(capitals);
  }
  Words out;
  for (const auto& [length, words] : sorted) out[length].assign(words.begin(), words.end());
  return out;
}

Knowledge knowledge_of(const FormTemplate& form) {
  Knowledge out;
  for (const Field& field : form.fields) {
    const bool comb = !field.cells.empty();
    if (field.lexicon.empty() || (comb ? out.lexicons.contains(field.lexicon) : out.phrases.contains(field.lexicon)))
      continue;
    const std::vector<std::string> entries = forms::load_lexicon(form, field.lexicon);
    if (comb)
      out.lexicons.emplace(field.lexicon, words_of(entries));
    else
      out.phrases.emplace(field.lexicon, Phrases(entries));
  }
  return out;
}

}  // namespace carescan::reading
