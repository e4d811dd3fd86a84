#include "pipeline/review/vocabulary.hpp"

#include <algorithm>
#include <functional>

#include "pipeline/batch/people.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/text.hpp"
#include "pipeline/review/queue.hpp"

namespace carescan::review {
namespace {

constexpr std::size_t longest_word = 40;  ///< bytes; longer ones are sentences
constexpr long said_by_several = 3;       ///< documents that make a word of what no person looked at

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" -", from), text.size());
    if (end > from) parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

bool is_word(const RecordField& field) {
  const auto* text = std::get_if<std::string>(&field.value);
  return field.kind == FieldKind::text && text != nullptr && text->size() <= longest_word && !text->empty();
}

}  // namespace

void Vocabulary::add(const Said& said, int by) {
  if (!said.word) return;
  Count& count = counts_[said.field][std::get<std::string>(said.value)];
  count.documents += by;
  if (said.by_person) count.by_person += by;
  if (count.documents == 0) counts_[said.field].erase(std::get<std::string>(said.value));
}

void Vocabulary::set(std::size_t document, const Record& record) {
  Paper& paper = papers_[document];
  for (const Said& said : paper.said) add(said, -1);
  if (!paper.nhs_number.empty()) papers_of_[paper.nhs_number].erase(document);
  paper = {.nhs_number = batch::trusted_number(record), .said = {}};
  for (const RecordField& field : record.fields) {
    const bool of_person = field.name.find('[') == std::string::npos && (field.accepted || field.reviewed);
    if (field.critical || field.state != FieldState::read || is_mark(field.kind)) continue;
    if (!is_written(field.kind) || field.kind == FieldKind::paragraph || !(of_person || is_word(field))) continue;
    paper.said.push_back({column_name(field.name), field.value, is_word(field), of_person, field.reviewed});
    add(paper.said.back(), 1);
  }
  if (!paper.nhs_number.empty()) papers_of_[paper.nhs_number].insert(document);
}

std::vector<std::string> Vocabulary::words(const FormTemplate& form, const Field& field) {
  if (field.critical || field.kind != FieldKind::text) return {};
  std::vector<std::pair<long, std::string>> said_here;
  if (const auto said = counts_.find(column_name(field.name)); said != counts_.end())
    for (const auto& [word, count] : said->second)
      if (count.by_person > 0 || count.documents >= said_by_several) said_here.emplace_back(count.documents, word);
  std::ranges::stable_sort(said_here, std::greater<>{}, &std::pair<long, std::string>::first);
  std::vector<std::string> out;
  for (auto& [times, word] : said_here) out.push_back(std::move(word));
  const std::set<std::string> known(out.begin(), out.end());
  for (const std::string& word : lexicon(form, field).words)
    if (!known.contains(word)) out.push_back(word);
  return out;
}

std::vector<Value> Vocabulary::of_same_person(std::size_t document, const std::string& field) const {
  const auto own = papers_.find(document);
  if (own == papers_.end() || own->second.nhs_number.empty()) return {};
  std::vector<std::pair<long, Value>> times;
  for (const std::size_t other : papers_of_.at(own->second.nhs_number))
    if (other != document)
      for (const Said& said : papers_.at(other).said)
        if (said.believed && said.field == field) {
          const auto known = std::ranges::find(times, said.value, &std::pair<long, Value>::second);
          if (known == times.end())
            times.emplace_back(1, said.value);
          else
            ++known->first;
        }
  std::ranges::stable_sort(times, std::greater<>{}, &std::pair<long, Value>::first);
  std::vector<Value> out;
  for (auto& [count, value] : times) out.push_back(std::move(value));
  return out;
}

bool Vocabulary::knows(const FormTemplate& form, const Field& field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (field.kind != FieldKind::text || field.lexicon.empty() || text == nullptr) return true;
  const std::set<std::string>& parts = lexicon(form, field).parts;
  return std::ranges::all_of(parts_of(*text), [&](const std::string& part) { return parts.contains(part); });
}

Begins Vocabulary::begins(const FormTemplate& form, const Field& field) {
  using enum FieldKind;
  if (field.kind == number || field.kind == date || field.kind == nhs_number || field.kind == phone)
    return Begins::with_digit;
  if (field.kind == postcode) return Begins::with_letter;
  if (field.kind == comb && field.alphabet == "digits") return Begins::with_digit;
  if (field.kind == comb && (field.alphabet == "letters" || field.alphabet == "capitals")) return Begins::with_letter;
  if (field.kind != text || field.lexicon.empty()) return Begins::with_either;
  const bool digits = std::ranges::any_of(lexicon(form, field).words, [](const std::string& word) {
    return !word.empty() && word[0] >= '0' && word[0] <= '9';
  });
  return digits ? Begins::with_either : Begins::with_letter;
}

const Vocabulary::Lexicon& Vocabulary::lexicon(const FormTemplate& form, const Field& field) {
  static const Lexicon none;
  if (field.lexicon.empty()) return none;
  const auto [found, is_new] = lexicons_.try_emplace((form.folder / field.lexicon).string());
  if (!is_new) return found->second;
  try {
    found->second.words = forms::load_lexicon(form, field.lexicon);
  } catch (const Failure&) {  // it only suggests
  }
  for (const std::string& word : found->second.words)
    for (const std::string& part : parts_of(word)) found->second.parts.insert({part, in_small_letters(part)});
  return found->second;
}

}  // namespace carescan::review
