#include "pipeline/rehearsal/person.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <optional>

#include "pipeline/forms/load.hpp"
#include "pipeline/rehearsal/made_up.hpp"

namespace carescan::rehearsal {
namespace {

/// A table's cell is about what its column is about.
const std::string& own_name(const Field& field) {
  return field.table.empty() ? field.name : field.column;
}

bool ends(const Field& field, const std::string& word) {
  return own_name(field).ends_with(word);
}

const std::vector<std::string> given_names{"Margaret", "Dorothy", "Joan",  "Patricia", "Sheila", "Amina",
                                           "Grace",    "Irene",   "John",  "Ronald",   "Derek",  "Kenneth",
                                           "Harold",   "Rajesh",  "Peter", "Gwyn"};
const std::vector<std::string> family_names{"Smith",    "Taylor",  "Patel",  "Walker", "Hughes", "Begum",
                                            "Fraser",   "Wood",    "Clarke", "Okafor", "Murphy", "Bennet",
                                            "Robinson", "Jenkins", "Ward",   "Lloyd"};

bool is_iso_date(const std::string& text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-';
}

// Any day between two dates that the field's rules name; nothing where they do not name both.
std::optional<std::string> date_within_rules(const Field& field, Chance& chance) {
  std::optional<int> first, last;
  for (const FieldRule& rule : field.rules) {
    if (!is_iso_date(rule.argument)) continue;
    if (rule.rule == "not_before") first = day_of(rule.argument);
    if (rule.rule == "not_after") last = day_of(rule.argument);
  }
  if (!first || !last) return std::nullopt;
  return iso_date(chance.integer(*first, *last));
}

std::string made_up_date(const Field& field, const Person& person, Chance& chance) {
  constexpr int days_between_rows = 3;  // what is kept row by row goes down the page day by day
  if (const auto date = date_within_rules(field, chance)) return *date;
  if (about(field, "birth")) return person.birth;
  if (about(field, "review")) return iso_date(person.plan_day + chance.integer(28, 360));
  if (about(field, "cpr") || about(field, "decision")) return iso_date(person.plan_day - chance.integer(5, 900));
  if (about(field, "measured")) return iso_date(person.plan_day - chance.integer(0, 14));
  if (about(field, "signed")) return iso_date(person.plan_day + chance.integer(0, 7));
  if (about(field, "started")) return iso_date(person.plan_day - chance.integer(30, 900));
  if (about(field, "stopped") || about(field, "first_") || about(field, "last_"))
    return iso_date(person.plan_day - chance.integer(0, 29));
  return iso_date(person.plan_day + (field.table.empty() ? 0 : days_between_rows * (field.row - 1)));
}

// Small numbers as often as large ones, up to what the cells hold.
std::string number_for_cells(const Field& field, Chance& chance) {
  const int whole = static_cast<int>(field.cells.size()) - field.decimals;
  const double limit = std::pow(10, std::max(1, chance.integer(1, whole)));
  return fmt::format("{:.{}f}", std::max(1.0, std::floor(chance.uniform(1, limit) * 100) / 100), field.decimals);
}

std::string made_up_number(const Field& field, Chance& chance) {
  const bool of_a_body = about(field, "weight") || about(field, "height");
  if (field.rules.empty() && !field.cells.empty() && !of_a_body) return number_for_cells(field, chance);
  double low = 1, high = 99;
  for (const FieldRule& rule : field.rules)
    if (rule.rule == "range") low = rule.min.value_or(low), high = rule.max.value_or(std::max(low, high));
  const double height_unit = field.unit == "m" ? 0.01 : 1;
  const double middle = about(field, "weight") ? 64 : about(field, "height") ? 163 * height_unit : (low + high) / 2;
  const double spread = about(field, "weight") ? 9 : about(field, "height") ? 7 * height_unit : (high - low) / 6;
  return fmt::format("{:.{}f}", std::clamp(chance.normal(middle, spread), low, high), field.decimals);
}

std::string in_capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

bool letters_and_spaces(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return c == ' ' || (c < 128 && std::isalpha(c)); });
}

// A word of the field's lexicon that its cells hold whole.
std::string word_for_cells(const FormTemplate& form, const Field& field, Chance& chance) {
  std::vector<std::string> fitting = forms::load_lexicon(form, field.lexicon);
  std::erase_if(fitting,
                [&](const std::string& word) { return word.size() > field.cells.size() || !letters_and_spaces(word); });
  return fitting.empty() ? std::string{} : chance.pick(fitting);
}

// Four figures for a time of the day; what is kept row by row goes down the page hour by hour.
std::string made_up_time(const Field& field, Chance& chance) {
  const int hour = field.table.empty() ? chance.integer(0, 23) : (6 + field.row) % 24;
  return fmt::format("{:02}{:02}", hour, chance.integer(0, 11) * 5);
}

std::string made_up_comb(const FormTemplate& form, const Field& field, const Person& person, Chance& chance) {
  const auto cells = std::max<std::size_t>(1, field.cells.size());
  const bool letters = field.alphabet == "letters";
  if (field.alphabet == "digits" && cells == 4 && about(field, "time")) return made_up_time(field, chance);
  if (!field.lexicon.empty()) {
    const std::string word = word_for_cells(form, field, chance);
    return letters ? word : in_capitals(word);
  }
  if (letters || field.alphabet == "capitals") return in_capitals(person.family.substr(0, cells));
  std::string alphabet = field.alphabet;
  if (alphabet.empty() || alphabet == "digits") alphabet = "0123456789";
  if (alphabet == "alphanumeric") alphabet = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ";
  std::string text;
  for (std::size_t i = 0; i < cells; ++i)
    text += alphabet[static_cast<std::size_t>(chance.integer(0, static_cast<int>(alphabet.size()) - 1))];
  return text;
}

std::string name_in_text(const Field& field, const Person& person, Chance& chance) {
  if (field.name == "title") return person.title;
  if (about(field, "surname") || about(field, "family_name")) return person.family;
  if (about(field, "given_name") || about(field, "first_name") || about(field, "preferred")) return person.given;
  if (about(field, "page_") || field.name == "name" || about(field, "person_printed"))
    return person.given + " " + person.family;
  if (about(field, "address_line_1") || field.name == "address") return made_up_street(chance);
  if (ends(field, "name") && !about(field, "service") && !about(field, "medic")) return name_of_somebody(chance);
  if (about(field, "key_worker")) return name_of_somebody(chance);
  return {};
}

std::string made_up_text(const FormTemplate& form, const Field& field, const Person& person, Chance& chance) {
  if (field.table.empty())
    if (std::string name = name_in_text(field, person, chance); !name.empty()) return name;
  if (!field.lexicon.empty()) return chance.pick(forms::load_lexicon(form, field.lexicon));
  const std::vector<std::string> known = phrases_for(field);
  if (known.empty() && (ends(field, "name") || ends(field, "by"))) return name_of_somebody(chance);
  const auto& phrases = known.empty() ? common_sentences() : known;
  std::string text = chance.pick(phrases);
  const bool has_room = field.kind == FieldKind::paragraph && field.lines > 2 && field.table.empty();
  if (has_room && chance.happens(0.4)) text += " " + chance.pick(phrases);
  return text;
}

}  // namespace

bool about(const Field& field, const std::string& word) {
  return own_name(field).find(word) != std::string::npos;
}

Person meet(Chance chance) {
  const bool woman = chance.happens(0.65);
  const std::string given = woman ? given_names[static_cast<std::size_t>(chance.integer(0, 7))]
                                  : given_names[static_cast<std::size_t>(chance.integer(8, 15))];
  return {woman ? "Mrs" : "Mr", given, chance.pick(family_names), iso_date(chance.integer(-36500, -27400)),
          chance.integer(-330, 140)};
}

std::string name_of_somebody(Chance& chance) {
  return chance.pick(given_names) + " " + chance.pick(family_names);
}

std::string made_up_writing(const FormTemplate& form, const Field& field, const Person& person, Chance& chance) {
  switch (field.kind) {
    case FieldKind::date:
      return made_up_date(field, person, chance);
    case FieldKind::number:
      return made_up_number(field, chance);
    case FieldKind::nhs_number:
      return made_up_nhs_number(chance);
    case FieldKind::postcode:
      return made_up_postcode(chance);
    case FieldKind::phone:
      return made_up_phone(chance);
    case FieldKind::comb:
      return made_up_comb(form, field, person, chance);
    default:
      return made_up_text(form, field, person, chance);
  }
}

std::vector<std::string> made_up_codes(const Field& field, const Person& person, Chance& chance) {
  std::vector<std::string> codes;
  if (field.options.empty()) return codes;
  const std::string gender = person.title == "Mr" ? "male" : "female";
  for (const Option& option : field.options)
    if (about(field, "gender") && option.code == gender) return {gender};
  if (field.kind == FieldKind::choices) {
    for (const Option& option : field.options)
      if (chance.happens(0.35)) codes.push_back(option.code);
    return codes;
  }
  codes.push_back(chance.pick(field.options).code);
  if (chance.happens(0.008)) codes.push_back(chance.pick(field.options).code);  // two where one is allowed
  if (codes.size() == 2 && codes[0] == codes[1]) codes.pop_back();
  return codes;
}

}  // namespace carescan::rehearsal
