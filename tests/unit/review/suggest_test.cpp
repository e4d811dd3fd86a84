#include "pipeline/review/suggest.hpp"

#include <doctest/doctest.h>

#include "pipeline/review/near_words.hpp"
#include "pipeline/review/vocabulary.hpp"
#include "tests/unit/review/support.hpp"

using namespace carescan;
using namespace carescan::review;
using namespace carescan::test;

namespace {

using Words = std::vector<std::string>;
using Values = std::vector<Value>;

RecordField read_as(const std::string& name, FieldKind kind, Value value, bool reviewed = false) {
  RecordField field;
  field.name = name;
  field.kind = kind;
  field.state = FieldState::read;
  field.value = std::move(value);
  field.reviewed = reviewed;
  return field;
}

Record paper(std::vector<RecordField> fields) {
  Record record;
  record.form = "test-form";
  record.version = "1.0";
  record.fields = std::move(fields);
  return record;
}

/// A form with one line for a surname, whose lexicon lies beside it.
struct FormWithWords {
  explicit FormWithWords(const std::string& words) {
    write_all(folder / "lexicons" / "surnames.txt", words);
    form.folder = folder.path();
    form.fields[0].lexicon = "surnames";
  }
  Folder folder;
  FormTemplate form = review_form();
  const Field& surname() const { return form.fields[0]; }
};

const std::string number = "9990000018";

}  // namespace

TEST_CASE("letters that hands write alike are nearer than others and another case is nearest") {
  CHECK(distance("Derek", "Derek") == 0);
  CHECK(distance("", "Derek") == 5);
  CHECK(distance("Derek", "") == 5);
  CHECK(distance("JeNkins", "Jenkins") == doctest::Approx(0.1));
  CHECK(distance("Devek", "Derek") == doctest::Approx(0.5));
  CHECK(distance("Dexek", "Derek") == doctest::Approx(1));
  CHECK(distance("Patticia", "Patricia") == doctest::Approx(1));
  CHECK(distance("Jon", "John") == doctest::Approx(1));
  CHECK(distance("abc", "xyz") == distance("xyz", "abc"));
}

TEST_CASE("the nearest words come first and what is far or the reading itself not at all") {
  const Words words{"Joan", "John", "Johnson", "Sheila", "Zoe"};
  CHECK(nearest("Jobn", words, 9).front() == "John");
  CHECK(nearest("John", words, 1) == Words{"Joan"});
  CHECK(nearest("qqqqqq", words, 9).empty());
  CHECK(nearest("", words, 9).empty());
  CHECK(nearest("Jobn", words, 1).size() == 1);
  // Equally near: in the order of the words.
  CHECK(nearest("Jaan", {"Jean", "Joan"}, 2) == Words{"Jean", "Joan"});
  CHECK(nearest("Jaan", {"Joan", "Jean"}, 2) == Words{"Joan", "Jean"});
}

TEST_CASE("what was crossed out before the right word does not hide it") {
  CHECK(nearest("Meegerret Margaret", {"Margery", "Margaret"}, 1) == Words{"Margaret"});
}

TEST_CASE("suggestions are the person's other papers then the reader's alternatives then near words") {
  Field surname = review_form().fields[0];
  RecordField read = read_as("surname", FieldKind::text, std::string("MerphY"));
  read.alternatives = {{std::string("MerphY"), "MerphY", 0.5}, {std::string("Morphy"), "Morphy", 0.2}};
  const Suggestions offered = suggest(surname, read, {std::string("Abbott")}, {"Murphy", "Zafar"});
  CHECK(offered.others ==
        Values{std::string("Abbott"), std::string("Morphy"), std::string("Merphy"), std::string("Murphy")});
  CHECK(offered.completions == Words{"Murphy"});
}

TEST_CASE("no more is suggested than has a key and nothing twice") {
  Field surname = review_form().fields[0];
  RecordField read = read_as("surname", FieldKind::text, std::string("Bal"));
  const Words words{"Bell", "Ball", "Bale", "Bail", "Bass", "Bal", "Bat", "Bald"};
  const Suggestions offered = suggest(surname, read, {std::string("Bell"), std::string("Bell")}, words);
  CHECK(offered.others.size() == 5);
  CHECK(offered.others.front() == Value(std::string("Bell")));
  CHECK(std::ranges::count(offered.others, Value(std::string("Bell"))) == 1);
  CHECK(std::ranges::count(offered.others, Value(std::string("Bal"))) == 0);
}

TEST_CASE("other kinds are offered what their reader saw and nothing made of letters") {
  Field born = review_form().fields[1];
  RecordField read = read_as("born", FieldKind::date, std::string("1938-02-28"));
  read.alternatives = {{std::string("1938-02-23"), "23021938", 0.2}};
  const Suggestions offered = suggest(born, read, {}, {"28/02/1939"});
  CHECK(offered.others == Values{std::string("1938-02-23")});
  CHECK(offered.completions.empty());
}

TEST_CASE("words of a field are those that persons found or several papers say before its lexicon") {
  const FormWithWords with("# a list\nAbbott\nBell\n");
  Vocabulary vocabulary;
  CHECK(vocabulary.words(with.form, with.surname()) == Words{"Abbott", "Bell"});
  for (std::size_t i = 0; i < 3; ++i)
    vocabulary.set(i, paper({read_as("surname", FieldKind::text, std::string("Ozturk"))}));
  vocabulary.set(3, paper({read_as("surname", FieldKind::text, std::string("Marsh"), true)}));
  vocabulary.set(4, paper({read_as("surname", FieldKind::text, std::string("Mersh"))}));  // one machine's word
  CHECK(vocabulary.words(with.form, with.surname()) == Words{"Ozturk", "Marsh", "Abbott", "Bell"});
  vocabulary.set(3, paper({read_as("surname", FieldKind::text, std::string("Bell"), true)}));
  vocabulary.set(0, paper({}));
  CHECK(vocabulary.words(with.form, with.surname()) == Words{"Bell", "Abbott"});
  Field critical = with.surname();
  critical.critical = true;
  CHECK(vocabulary.words(with.form, critical).empty());
}

TEST_CASE("a field without its lexicon knows no words and says so by none") {
  FormTemplate form = review_form();
  form.folder = "/nowhere";
  form.fields[0].lexicon = "no-such-list";
  Vocabulary vocabulary;
  CHECK(vocabulary.words(form, form.fields[0]).empty());
  CHECK_FALSE(vocabulary.knows(form, form.fields[0], std::string("Bell")));
  CHECK(vocabulary.knows(form, form.fields[1], std::string("1938-02-28")));
}

TEST_CASE("a word is known as it stands in the list or in small letters and every part of it must be") {
  const FormWithWords with("Abbott\nBell\nin the morning\n");
  Vocabulary vocabulary;
  const auto knows = [&](const std::string& text) { return vocabulary.knows(with.form, with.surname(), text); };
  CHECK(knows("Bell"));
  CHECK(knows("bell"));
  CHECK(knows("Abbott-Bell"));
  CHECK(knows("in the morning"));
  CHECK_FALSE(knows("BelL"));
  CHECK_FALSE(knows("Abbott-Bel"));
  Field free = with.surname();
  free.lexicon.clear();
  CHECK(vocabulary.knows(with.form, free, std::string("BelL")));
}

TEST_CASE("other papers of one NHS number say what was believed of them") {
  const RecordField nhs = read_as("nhs_number", FieldKind::nhs_number, number, true);
  const auto named = [&](const std::string& surname, bool believed) {
    return paper({nhs, read_as("surname", FieldKind::text, surname, believed)});
  };
  Vocabulary vocabulary;
  vocabulary.set(0, named("Mersh", false));
  vocabulary.set(1, named("Marsh", true));
  vocabulary.set(2, named("Marsh", true));
  vocabulary.set(3, named("March", true));
  vocabulary.set(4, named("Morsh", false));
  CHECK(vocabulary.of_same_person(0, "surname") == Values{std::string("Marsh"), std::string("March")});
  CHECK(vocabulary.of_same_person(1, "surname") == Values{std::string("Marsh"), std::string("March")});
  CHECK(vocabulary.of_same_person(0, "born").empty());
  CHECK(vocabulary.of_same_person(9, "surname").empty());
  vocabulary.set(0,
                 paper({read_as("nhs_number", FieldKind::nhs_number, std::string("9990000019"), true)}));  // no such number
  CHECK(vocabulary.of_same_person(0, "surname").empty());
  vocabulary.set(1, paper({}));
  vocabulary.set(2, paper({}));
  CHECK(vocabulary.of_same_person(4, "surname") == Values{std::string("March")});
}

TEST_CASE("keys with which a value may begin are left to typing") {
  const FormWithWords with("Abbott\nBell\n");
  Vocabulary vocabulary;
  Field field = with.surname();
  CHECK(vocabulary.begins(with.form, field) == Begins::with_letter);
  field.lexicon.clear();
  CHECK(vocabulary.begins(with.form, field) == Begins::with_either);
  for (const FieldKind kind : {FieldKind::number, FieldKind::date, FieldKind::nhs_number, FieldKind::phone}) {
    field.kind = kind;
    CHECK(vocabulary.begins(with.form, field) == Begins::with_digit);
  }
  field.kind = FieldKind::comb;
  for (const auto& [alphabet, begins] :
       {std::pair("digits", Begins::with_digit), std::pair("capitals", Begins::with_letter),
        std::pair("alphanumeric", Begins::with_either)}) {
    field.alphabet = alphabet;
    CHECK(vocabulary.begins(with.form, field) == begins);
  }
  const FormWithWords hours("8 am\nmorning\n");
  CHECK(vocabulary.begins(hours.form, hours.surname()) == Begins::with_either);
}
