#include "pipeline/drafting/naming.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>

namespace carescan::drafting {

namespace {

constexpr std::size_t longest = 48, most_words = 9;

/// Letters without their accents, as far as European forms need them; other characters outside ASCII are spaces.
std::string in_ascii(const std::string& text) {
  static const std::array<std::pair<const char*, char>, 22> plain{
      {{"á", 'a'}, {"à", 'a'}, {"â", 'a'}, {"ã", 'a'}, {"ä", 'a'}, {"å", 'a'}, {"é", 'e'}, {"è", 'e'},
       {"ê", 'e'}, {"ë", 'e'}, {"í", 'i'}, {"î", 'i'}, {"ï", 'i'}, {"ó", 'o'}, {"ô", 'o'}, {"õ", 'o'},
       {"ö", 'o'}, {"ú", 'u'}, {"û", 'u'}, {"ü", 'u'}, {"ç", 'c'}, {"ñ", 'n'}}};
  std::string out = text;
  for (const auto& [accented, letter] : plain)
    for (auto at = out.find(accented); at != std::string::npos; at = out.find(accented)) out.replace(at, 2, 1, letter);
  for (const char* apostrophe : {"’", "'"})
    for (auto at = out.find(apostrophe); at != std::string::npos; at = out.find(apostrophe))
      out.erase(at, std::string(apostrophe).size());
  return out;
}

/// A name that was cut does not end in "or", "of the".
void cut_small_words(std::string& name) {
  static const std::regex small(
      "(_(a|an|and|any|as|at|by|for|from|if|in|is|not|of|on|or|that|the|to|with|you|your))+$");
  name = std::regex_replace(name, small, "");
}

/// Lower-case words joined by underscores; not all of them where they are many.
std::string joined_words(const std::string& text) {
  std::string out;
  std::size_t words = 0;
  for (const char c : in_ascii(text)) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 && static_cast<unsigned char>(c) < 0x80) {
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!out.empty() && out.back() != '_') {
      if (++words == most_words || out.size() > longest) {
        cut_small_words(out);
        break;
      }
      out += '_';
    }
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

bool says(const std::string& text, const char* pattern) {
  return std::regex_search(text, std::regex(pattern, std::regex::icase));
}

/// "(tick one)", "4.", "DD/MM/YYYY": words about how to fill in, not what.
std::string without_instructions(const std::string& label) {
  static const std::array patterns{R"(\([^)]*\))", R"(^\s*([0-9]+|[a-z])[.)]\s+)", R"(^\s*[0-9]{1,2}\s+(?=[A-Z]))",
                                   R"(\bdd\W*mm\W*yy(yy)?\b)", R"(\b(please\s+)?(tick|circle|ring|mark|delete)\b.*$)"};
  std::string out = label;
  for (const char* pattern : patterns) out = std::regex_replace(out, std::regex(pattern, std::regex::icase), " ");
  return out;
}

/// One name for what forms word differently; only where the label says nothing else.
std::string usual_name(const std::string& name) {
  static const std::array<std::pair<const char*, const char*>, 7> usual{
      {{"(last|family|second)_names?|surname", "surname"},
       {"(first|fore|given|christian)_?names?(_s)?|first_and_middle_names", "given_names"},
       {"d_?o_?b|birth_?date|date_of_birth|born_on", "date_of_birth"},
       {"nhs(_(number|no|num))?", "nhs_number"},
       {"post_?code|zip(_code)?", "postcode"},
       {"(tele)?phone(_(number|no))?|tel(_no)?", "phone"},
       {"(home_)?address", "address"}}};
  for (const auto& [pattern, word] : usual)
    if (std::regex_match(name, std::regex(pattern))) return word;
  return name;
}

std::string date_layout(std::size_t cells, const std::string& words) {
  if (cells == 8)
    return says(words, "yyyy\\W*mm") ? "YYYYMMDD" : says(words, "mm\\W*dd\\W*yy") ? "MMDDYYYY" : "DDMMYYYY";
  if (cells == 6) return says(words, "mm\\W*yyyy") && !says(words, "dd") ? "MMYYYY" : "DDMMYY";
  return cells == 4 && says(words, "year|yyyy") ? "YYYY" : "";
}

/// Two, two and two or four cells, with gaps between: how dates are printed.
bool is_grouped_as_date(const std::vector<BoxMm>& cells) {
  constexpr double gap_mm = 0.5;
  std::vector<int> groups{0};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0 && cells[i].x - cells[i - 1].right() > gap_mm) groups.push_back(0);
    ++groups.back();
  }
  return groups.size() == 3 && groups[0] == 2 && groups[1] == 2 && (groups[2] == 2 || groups[2] == 4);
}

void guess_comb(Field& field, const std::string& words) {
  const std::size_t cells = field.cells.size();
  const std::string layout = date_layout(cells, words);
  field.alphabet = "digits";
  if (!layout.empty() && (is_grouped_as_date(field.cells) ||
                          says(words, "\\bdate|\\bday\\b|birth|\\bd\\.?o\\.?b|dd\\W*mm|\\bborn|\\bon$|yyyy"))) {
    field.kind = FieldKind::date;
    field.layout = layout;
  } else if (cells == 10 && says(words, "nhs")) {
    field.kind = FieldKind::nhs_number;
  } else if (cells == 7 && says(words, "post ?code")) {
    field.kind = FieldKind::postcode;
    field.alphabet = "alphanumeric";
  } else if (cells >= 9 && says(words, "phone|mobile|\\btel\\b")) {
    field.kind = FieldKind::phone;
  } else if (cells <= 4 &&
             says(words,
                  "number|how many|how much|count|score|total|weight|height|\\bkg\\b|\\bcm\\b|pulse|breath|"
                  "temp|sp ?o|\\bbp\\b|age\\b|%")) {
    field.kind = FieldKind::number;
  } else {
    field.kind = FieldKind::comb;
    field.alphabet = "alphanumeric";
  }
}

}  // namespace

std::string name_of(const std::string& label) {
  std::string name = usual_name(joined_words(without_instructions(label)));
  if (name.empty()) name = joined_words(label);
  const bool number = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
  if (number) return "question_" + name;
  if (!name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) != 0) name = "n" + name;
  return name;
}

std::string code_of(const std::string& label, int number) {
  const std::string code = joined_words(label);
  return code.empty() ? "option_" + std::to_string(number) : code;
}

std::string unused(std::string name, std::set<std::string>& taken) {
  constexpr std::size_t longest_allowed = 64, number_behind = 6;  // what form.schema.json allows
  name.resize(std::min(name.size(), longest_allowed - number_behind));
  while (name.ends_with('_')) name.pop_back();
  const std::string base = name;
  for (int number = 2; !taken.insert(name).second; ++number) name = base + "_" + std::to_string(number);
  return name;
}

void guess_kind(Field& field, const std::string& label, const std::string& hint, int ruled_lines) {
  constexpr double paragraph_mm = 14, line_mm = 8;
  const std::string words = label + " " + hint;
  if (!field.cells.empty()) return guess_comb(field, words);
  field.kind = FieldKind::text;
  if (says(label, "signature|\\bsigned\\b"))
    field.kind = FieldKind::signature;
  else if (says(label, "\\binitials?\\b") && !says(label, "name"))
    field.kind = FieldKind::initials;
  else if (ruled_lines > 0 || field.box.height >= paragraph_mm)
    field.kind = FieldKind::paragraph;
  else if (says(words, "^date\\b|\\bdate of|dd\\W*mm"))
    field.kind = FieldKind::date;
  else if (says(label, "post ?code"))
    field.kind = FieldKind::postcode;
  else if (says(label, "\\b(tele)?phone|\\bmobile\\b"))
    field.kind = FieldKind::phone;
  else if (says(label, "\\bnhs (number|no)"))
    field.kind = FieldKind::nhs_number;
  if (field.kind == FieldKind::paragraph)
    field.lines = ruled_lines > 0 ? ruled_lines + 1 : std::max(1, static_cast<int>(field.box.height / line_mm));
}

}  // namespace carescan::drafting
