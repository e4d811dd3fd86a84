#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::review {

/// With what a value of a field may begin: where it is never a digit (or never a letter), the other keys are free.
enum class Begins { with_digit, with_letter, with_either };

/// What may stand in a field besides what was read: the words of the form's lexicons, what other documents of the run
/// say in the same field, and what other papers of the same person say. It only suggests: nothing is decided by it.
/// Critical fields and sentences are left out: no word is suggested for them.
class Vocabulary {
 public:
  /// Remembers what a document says, in the place of what it said before.
  void set(std::size_t document, const Record&);

  /// Words for a field: what persons found in fields of its name or several documents say, most often first; then its
  /// lexicon.
  std::vector<std::string> words(const FormTemplate&, const Field&);

  /// What other documents with the same NHS number say in a field of the same name, where a person or the policy
  /// believed both; most often first.
  std::vector<Value> of_same_person(std::size_t document, const std::string& field) const;

  /// False where a field has a lexicon and a value has a word that is not in it.
  bool knows(const FormTemplate&, const Field&, const Value&);

  Begins begins(const FormTemplate&, const Field&);

 private:
  struct Lexicon {
    std::vector<std::string> words;
    std::set<std::string> parts;  ///< each word's words, as they stand and in small letters
  };
  struct Count {
    long documents = 0, by_person = 0;
  };
  struct Said {
    std::string field;  ///< its column's name
    Value value;
    bool word = false;      ///< one of the words of its column
    bool believed = false;  ///< by a person or by the policy
    bool by_person = false;
  };
  struct Paper {
    std::string nhs_number;
    std::vector<Said> said;
  };

  const Lexicon& lexicon(const FormTemplate&, const Field&);
  void add(const Said&, int by);

  std::map<std::string, Lexicon> lexicons_;
  std::map<std::string, std::map<std::string, Count>> counts_;  ///< by column's name, then word
  std::map<std::size_t, Paper> papers_;
  std::map<std::string, std::set<std::size_t>> papers_of_;  ///< by NHS number
};

}  // namespace carescan::review
