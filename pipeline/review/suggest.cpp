#include "pipeline/review/suggest.hpp"

#include <algorithm>

#include "pipeline/review/near_words.hpp"
#include "pipeline/review/words.hpp"

namespace carescan::review {
namespace {

constexpr std::size_t most_others = 5;        ///< as many as have a key and are taken in at a look
constexpr std::size_t most_completions = 40;  ///< of which typing chooses
constexpr std::size_t most_of_person = 2;

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}

/// "JeNkins" as "Jenkins": a capital after a small letter of the same word is the reader's, not the writer's.
std::string with_small_letters_inside(std::string text) {
  bool inside = false;
  for (char& c : text) {
    if (inside && is_capital(c)) c = static_cast<char>(c - 'A' + 'a');
    inside = is_small(c) || (inside && is_capital(c));
  }
  return text;
}

}  // namespace

Suggestions suggest(const Field& field, const RecordField& read, const std::vector<Value>& of_same_person,
                    const std::vector<std::string>& words) {
  Suggestions out;
  const std::string as_read = typing_of(field, read.state, read.value);
  const auto offer = [&](const Value& value) {
    const std::string text = typing_of(field, FieldState::read, value);
    const bool known = text == as_read || std::ranges::any_of(out.others, [&](const Value& other) {
                         return typing_of(field, FieldState::read, other) == text;
                       });
    if (!known && !text.empty() && out.others.size() < most_others) out.others.push_back(value);
  };
  for (std::size_t i = 0; i < std::min(most_of_person, of_same_person.size()); ++i) offer(of_same_person[i]);
  for (const Alternative& other : read.alternatives) offer(other.value);
  if (field.kind != FieldKind::text) return out;
  offer(with_small_letters_inside(as_read));
  out.completions = nearest(as_read, words, most_completions);
  for (const std::string& word : out.completions) offer(word);
  return out;
}

}  // namespace carescan::review
