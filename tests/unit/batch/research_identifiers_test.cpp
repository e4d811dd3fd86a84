#include <openssl/evp.h>

#include <cctype>
#include <regex>
#include <set>

#include "pipeline/records/hmac.hpp"
#include "pipeline/rehearsal/made_up.hpp"
#include "tests/unit/batch/research_support.hpp"

using namespace research_tests;

namespace {

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::string only_letters_and_digits(const std::string& text) {
  std::string out;
  for (const char c : lower(text))
    if (std::isalnum(static_cast<unsigned char>(c))) out += c;
  return out;
}

std::string digest(const EVP_MD* kind, const std::string& text) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), bytes, &size, kind, nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) hex += fmt::format("{:02x}", bytes[i]);
  return hex;
}

/// Every way of writing a text that somebody might look for: as it is, run together, backwards, hashed, encoded.
std::vector<std::string> forms_of(const std::string& text) {
  const std::string together = only_letters_and_digits(text);
  std::vector<std::string> all{lower(text), together, {together.rbegin(), together.rend()}};
  for (const std::string& plain : {text, lower(text), together})
    for (const EVP_MD* kind : {EVP_md5(), EVP_sha1(), EVP_sha256()}) all.push_back(digest(kind, plain).substr(0, 16));
  all.push_back(lower(records::base64(text).substr(0, text.size())));
  all.push_back(records::uuid_v5(text));
  all.push_back(records::hmac_sha256_hex("", "person|" + text).substr(0, 16));
  return all;
}

/// A date as people write it.
std::vector<std::string> dates_of(const std::string& iso) {
  const std::string y = iso.substr(0, 4), m = iso.substr(5, 2), d = iso.substr(8, 2);
  return {iso,
          y + m + d,
          d + m + y,
          d + "/" + m + "/" + y,
          d + "." + m + "." + y,
          m + "/" + d + "/" + y,
          d + "/" + m + "/" + y.substr(2)};
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char c : lower(text))
    if (std::isalnum(static_cast<unsigned char>(c)))
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  return words;
}

/// What the extract may say in words: names of forms, fields and kinds, and the codes of answers.
std::set<std::string> vocabulary() {
  std::set<std::string> words;
  const auto learn = [&](const std::string& text) {
    for (const std::string& word : words_of(text)) words.insert(word);
  };
  for (const FormTemplate& form : shipped()) {
    learn(form.id);
    for (const Field& field : form.fields) {
      learn(field.name);
      for (const Option& option : field.options) learn(option.code);
    }
  }
  learn(
      "person document form version age field kind state value reviewed checkbox choice choices scale none_box "
      "signature "
      "number date postcode read blank none illegible ambiguous yes no");
  return words;
}

bool is_direct_identifier(const RecordField& field) {
  static const std::regex who("name|address|town|surname|title|worker|practice|by$|phone|whom");
  return field.kind == FieldKind::nhs_number || field.kind == FieldKind::phone || field.kind == FieldKind::postcode ||
         (is_written(field.kind) && field.kind != FieldKind::date && field.kind != FieldKind::number &&
          std::regex_search(field.name, who));
}

/// Thirty made-up people, each with two or three forms on which everything was believed.
void meet_everybody(Run& run) {
  const std::vector<std::string> ids{"care-plan",           "about-me",       "body-map",
                                     "daily-notes",         "falls-risk",     "observations",
                                     "nutrition-screening", "medication-list"};
  for (std::uint64_t person = 0; person < 30; ++person) {
    rehearsal::Chance numbers(900 + person);
    const std::string number = rehearsal::made_up_nhs_number(numbers);
    for (const std::size_t at : {std::size_t{0}, 1 + person % 7}) run.add(filled(ids[at], 100 + person, number));
  }
}

}  // namespace

TEST_CASE("no identifier of anybody is in an extract in any form") {
  Run run;
  meet_everybody(run);
  const std::string key = "the provider's own key, kept apart from it";
  CHECK(run.extract({key, {}}).documents == static_cast<long>(run.records.size()));
  const std::string all = lower(run.bytes("documents.csv") + run.bytes("values.csv") + run.bytes("README.txt"));
  REQUIRE(all.size() > 30'000);
  long looked_for = 0;
  const auto absent = [&](const std::string& form) {
    ++looked_for;
    if (form.size() >= 5) CHECK_MESSAGE(all.find(form) == std::string::npos, form);
  };
  for (const Record& record : run.records) {
    absent(record.id);
    absent(only_letters_and_digits(record.id));
    absent(records::sha256_hex(record.id));
    for (const RecordField& field : record.fields) {
      const auto* text = std::get_if<std::string>(&field.value);
      if (text == nullptr || text->empty()) continue;
      if (is_direct_identifier(field))
        for (const std::string& form : forms_of(*text)) absent(form);
      if (field.kind == FieldKind::date && field.name.find("birth") != std::string::npos)
        for (const std::string& form : dates_of(*text)) absent(form);
    }
  }
  CHECK(looked_for > 2'000);
  CHECK(all.find("okafor ") == std::string::npos);  // the scans' names
  CHECK(all.find(lower(key)) == std::string::npos);
}

TEST_CASE("an extract has no word that its forms do not list") {
  Run run;
  meet_everybody(run);
  run.extract({"the provider's own key, kept apart from it", {}});
  const std::set<std::string> known = vocabulary();
  const std::regex pseudonym("[0-9a-f]{32}"), number("[0-9]+"), area("[a-z]{1,2}");
  for (const std::string file : {"documents.csv", "values.csv"})
    for (const auto& row : rows(run.bytes(file)))
      for (const std::string& cell : row)
        for (const std::string& word : words_of(cell)) {
          const bool said = word.empty() || known.contains(word) || std::regex_match(word, number) ||
                            std::regex_match(word, pseudonym) || std::regex_match(word, area);
          CHECK_MESSAGE(said, word);
        }
}

TEST_CASE("the vocabulary check finds a name that slips in") {
  CHECK_FALSE(vocabulary().contains("okafor"));
  CHECK_FALSE(vocabulary().contains("margaret"));
  CHECK(forms_of("Ann Wood").size() > 10);
}
