#include "pipeline/batch/assemble.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>

using namespace carescan;
using namespace carescan::batch;

namespace {

using Words = std::vector<std::string>;

std::vector<FormTemplate> forms_of(const std::vector<int>& page_counts) {
  std::vector<FormTemplate> forms;
  for (const int count : page_counts) {
    forms.emplace_back();
    for (int number = 1; number <= count; ++number) forms.back().pages.push_back({number, 210, 297});
  }
  return forms;
}

const std::vector<FormTemplate>& forms() {
  static const std::vector<FormTemplate> known = forms_of({4, 4, 2});
  return known;
}

/// Three people whose names have little in common.
std::vector<records::PersonMark> marks_of(char person) {
  static const std::map<char, std::string> names{{'A', "margaretokonkwo"}, {'B', "brynpettigrew"}, {'C', "ushavaidya"}};
  return {{"name", {names.at(person)}, false}};
}

/// A pile in words, for forms of four pages: "2" page 2, "2A" with a name on it, "2#7" with printed number 7, "x2" of
/// the other form, "y2" of one of two pages; "|" a separator, "?" a page that was not read, "_" a blank one.
std::vector<SortedPage> pile(const std::string& words) {
  std::vector<SortedPage> pages;
  std::istringstream in(words);
  int separators = 0, lost = 0;
  std::size_t index = 0;
  for (std::string word; in >> word; ++index) {
    if (word == "|") ++separators;
    if (word == "?") ++lost;
    if (word == "|" || word == "?" || word == "_") continue;
    SortedPage page{.source_index = index, .separators_before = separators, .lost_before = lost};
    if (word.front() == 'x') page.form = 1, word.erase(0, 1);
    if (word.front() == 'y') page.form = 2, word.erase(0, 1);
    page.form_page = word.front() - '0';
    if (word.size() > 1 && word[1] == '#') page.instance = word.substr(2);
    if (word.size() > 1 && word[1] != '#') page.person = marks_of(word[1]);
    pages.push_back(page);
  }
  return pages;
}

/// A document in words: the places of its pages in the pile, "!" after those that are unconfirmed, then its notes.
std::string told(const AssembledDocument& document) {
  std::string out;
  for (const SortedPage& page : document.pages) {
    const bool doubted = std::ranges::find(document.unconfirmed, page.form_page) != document.unconfirmed.end();
    out += (out.empty() ? "" : " ") + std::to_string(page.source_index) + (doubted ? "!" : "");
  }
  for (const std::string& note : document.notes) out += " " + note;
  return out;
}

Words assembled(const std::string& words) {
  Words out;
  for (const AssembledDocument& document : assemble(pile(words), forms())) out.push_back(told(document));
  return out;
}

std::string lines(const Words& documents) {
  std::string out;
  for (const std::string& document : documents) out += document + "\n";
  return out;
}

struct Case {
  const char* pile;
  Words documents;
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) CHECK_MESSAGE(lines(assembled(c.pile)) == lines(c.documents), std::string(c.pile));
}

}  // namespace

TEST_CASE("complete runs in order are believed for their order") {
  check({{"1 2 3 4", {"0 1 2 3"}},
         {"4 3 2 1", {"3 2 1 0"}},
         {"1 2 3 4 1 2 3 4", {"0 1 2 3", "4 5 6 7"}},
         {"4 3 2 1 4 3 2 1", {"3 2 1 0", "7 6 5 4"}},
         {"1 _ 2 _ 3 _ 4 _", {"0 2 4 6"}},
         {"1 2 3 4 ? 1 2 3 4", {"0 1 2 3", "5 6 7 8"}},
         {"1 2 3 4 x1 x2 x3 x4", {"0 1 2 3", "4 5 6 7"}}});
}

TEST_CASE("a page unlike the first that bears a name is not confirmed by order") {
  check({{"1 2A 3B 4", {"0 1 2! 3"}}, {"1 2A 3A 4B", {"0 1 2 3!"}}});
  // A name on page 1 is compared by the form's rule, which doubts the page itself.
  check({{"1A 2B 3 4", {"0 1 2 3"}}});
}

TEST_CASE("a number unlike that of the first page is doubted where no rule compares them") {
  std::vector<SortedPage> pages = pile("1 2 3 4");
  pages[0].person = {{"NHS number", {"9434765919"}, true}};
  pages[2].person = {{"NHS number", {"1020300881"}, false}};
  const auto documents = assemble(pages, forms());
  REQUIRE(documents.size() == 1);
  CHECK(told(documents[0]) == "0 1 2! 3");
}

TEST_CASE("separators cut and nothing is joined across them") {
  check({{"1 2 | 3 4", {"0 1!", "3 4!"}}, {"| 1 2 3 4 | 4 3 2 1 |", {"1 2 3 4", "9 8 7 6"}}});
  check({{"1#7 2#7 | 3#7 4#7", {"0 1", "3 4"}}});
}

TEST_CASE("an incomplete run is not believed for its order and neither is its neighbour") {
  check({{"1 2", {"0 1!"}},
         {"1A 2A", {"0 1"}},
         {"1 2 3", {"0 1! 2!"}},
         {"1 2 3 1 2 3 4", {"0 1! 2!", "3 4! 5! 6!"}},
         {"1 2 3 1A 2A 3A 4A", {"0 1! 2!", "3 4 5 6"}},
         {"3", {"0"}},
         {"1 2 3 4 | 1 2 3", {"0 1 2 3", "5 6! 7!"}}});
}

TEST_CASE("a run beside pages that had to be put together is not believed for its order") {
  // One sheet, the last of the second form, slipped in before the last of the first.
  check({{"1 2 3 4 4 1 2 3", {"0 1! 2! 3!", "5 6! 7! 4! pages-shuffled"}}});
}

TEST_CASE("a form of two pages goes one way and is not believed for its order where it could go either way") {
  check({{"y1 y2 y1 y2", {"0 1", "2 3"}},
         {"y2 y1 y2 y1", {"1 0", "3 2"}},
         {"y1 y2 y2 y1 y2 y1 y2", {"0 1!", "2", "3 4!", "5 6"}},
         {"y2 y1 y2 y1 y2 y1 y2", {"0", "1 2!", "3 4!", "5 6!"}},
         {"y1 y2 y1 y2 y1", {"0 1!", "2 3!", "4"}},
         {"y2 y1A y2A y1A y2A", {"0", "1 2!", "3 4!"}},
         {"y2 y1A y2A y1B y2B", {"0", "1 2", "3 4"}},
         {"? y2 y1 ?", {"2 1!"}},
         {"y1 y2 ? y1 y2", {"0 1", "3 4"}}});
}

TEST_CASE("a run that something unread interrupts needs an identifier") {
  check({{"1 2 ? 3 4", {"0 1! 3! 4!"}},
         {"1A 2A ? 3A 4", {"0 1 3 4!"}},
         {"1 x1 2 3 4", {"0 2! 3! 4!", "1"}},
         {"1 2 ? ? ? ? 3 4", {"0 1! 6! 7!"}}});
}

TEST_CASE("a missing page leaves what identifiers tie together and parts the rest") {
  check({{"1A 2A 4A", {"0 1 2"}},
         {"1 2 4", {"0 1!", "2"}},
         {"1A 2A 4B", {"0 1", "2"}},
         {"1A 3A", {"0 1"}},
         {"1#7 2#7 4#7", {"0 1 2"}}});
}

TEST_CASE("shuffled pages are put in order and told") {
  check({{"1 3 2 4", {"0 2! 1! 3! pages-shuffled"}},
         {"3A 1A 4A 2A", {"1 3 0 2 pages-shuffled"}},
         {"3 4 1 2", {"2 3! 0! 1! pages-shuffled"}},
         {"1 2 3 4 4 1 2 3 1 2 3 4", {"0 1! 2! 3!", "5 6! 7! 4! pages-shuffled", "8 9! 10! 11!"}},
         {"2#7 4#7 1#7 3#7", {"2 0 3 1 pages-shuffled"}},
         {"2#7 4 1#7 3#7", {"2 0 3 1! pages-shuffled"}}});
}

TEST_CASE("shuffled pages that are plainly two people's are parted") {
  check({{"2A 1A 4B 3B", {"1 0 pages-parted", "3 2 pages-parted"}},
         {"3B 1A 4B 2A", {"0 2 pages-parted", "1 3 pages-parted"}}});
}

TEST_CASE("a complete run of two people is parted where the names say so and is a document with doubt where not") {
  check({{"1A 2A 3B 4B", {"0 1 pages-parted", "2 3 pages-parted"}}, {"1#7 2#7 3#8 4#8", {"0 1", "2 3"}}});
}

TEST_CASE("two people interleaved are parted by what identifies them") {
  check({{"1A 1B 2A 2B 3A 3B 4A 4B", {"0 2 4 6 pages-parted", "1 3 5 7 pages-parted"}},
         {"1A 2A 1B 3A 2B 4A 3B 4B", {"0 1 3 5 pages-parted", "2 4 6 7 pages-parted"}},
         {"1#7 1#8 2#7 2#8 3#7 3#8 4#7 4#8", {"0 2 4 6 pages-parted", "1 3 5 7 pages-parted"}}});
}

TEST_CASE("two people interleaved without identifiers stay runs in which nothing is confirmed") {
  check({{"1 1 2 2 3 3 4 4",
          {"0 pages-unsorted", "1 2! pages-unsorted", "3 4! pages-unsorted", "5 6! pages-unsorted",
           "7 pages-unsorted"}}});
}

TEST_CASE("a page that comes twice and is not the same sheet is not joined to the first") {
  check({{"1 2 2 3", {"0 1!", "2 3!"}},
         {"1 2 3 4 4", {"0 1! 2! 3!", "4"}},
         {"1A 2A 3A 4A 4B", {"0 1 2 3", "4"}},
         {"1A 2A 3A 4A 4A", {"0 1! 2! 3!", "4"}}});
}

TEST_CASE("a name that two documents of the pile share proves nothing") {
  check({{"1A 2A ? 3A 4A 1A 2A 3A 4A", {"0 1! 3! 4!", "5 6 7 8"}}});
}

TEST_CASE("a printed number that stands on two sheets of one page sorts nothing and is told") {
  check({{"1#7 2#7 3#7 4#7 1#7 2#7 3#7 4#7", {"0 1 2 3 code-repeated", "4 5 6 7 code-repeated"}}});
  check({{"1#7 2#7 3#7 4#7 | 1#7 2#7 | 3#7", {"0 1 2 3 code-repeated", "5 6! code-repeated", "8 code-repeated"}}});
}

TEST_CASE("forms of one page are never doubted") {
  std::vector<SortedPage> pages;
  for (std::size_t i = 0; i < 3; ++i) pages.push_back({.source_index = i, .lost_before = static_cast<int>(i)});
  const auto documents = assemble(pages, forms_of({1}));
  REQUIRE(documents.size() == 3);
  for (const AssembledDocument& document : documents)
    CHECK(told(document) == std::to_string(document.pages[0].source_index));
}

namespace {

/// Pages of one to three people with some left out and all shuffled.
struct Mix {
  std::vector<SortedPage> pages;
  std::map<std::size_t, char> owner;  ///< by place in the source
};

Mix mixed(std::mt19937& random, bool numbered) {
  Mix mix;
  std::vector<std::pair<char, int>> sheets;
  const int people = 1 + static_cast<int>(random() % 3);
  for (int person = 0; person < people; ++person)
    for (int number = 1; number <= 4; ++number)
      if (random() % 5 != 0) sheets.emplace_back(static_cast<char>('A' + person), number);
  for (std::size_t i = sheets.size(); i > 1; --i)
    if (random() % 3 != 0) std::swap(sheets[i - 1], sheets[random() % i]);
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    SortedPage page{.source_index = i, .form_page = sheets[i].second};
    if (numbered) page.instance = std::string(1, sheets[i].first);
    if (!numbered && random() % 4 != 0) page.person = marks_of(sheets[i].first);
    mix.pages.push_back(page);
    mix.owner[i] = sheets[i].first;
  }
  return mix;
}

void check_all_there_once(const Mix& mix, const std::vector<AssembledDocument>& documents) {
  std::set<std::size_t> seen;
  for (const AssembledDocument& document : documents) {
    std::set<int> numbers;
    for (const SortedPage& page : document.pages) {
      CHECK(seen.insert(page.source_index).second);
      CHECK(numbers.insert(page.form_page).second);
    }
  }
  CHECK(seen.size() == mix.pages.size());
}

/// What the rule same_person does later: it asks every field of a page unlike page 1.
bool asked_by_rule(const SortedPage& page, const SortedPage& first) {
  return first.form_page == 1 && records::same_owner(page.person, first.person) == records::Owner::differs;
}

}  // namespace

TEST_CASE("given printed numbers any mix of people comes out right") {
  std::mt19937 random(5);
  for (int round = 0; round < 500; ++round) {
    const Mix mix = mixed(random, true);
    const auto documents = assemble(mix.pages, forms());
    check_all_there_once(mix, documents);
    std::set<char> people;
    for (const auto& [place, person] : mix.owner) people.insert(person);
    CHECK(documents.size() == people.size());
    for (const AssembledDocument& document : documents) {
      CHECK(document.unconfirmed.empty());
      for (const SortedPage& page : document.pages)
        CHECK(mix.owner.at(page.source_index) == mix.owner.at(document.pages.front().source_index));
    }
  }
}

TEST_CASE("given names on most pages no page is lost and no two people's named pages are accepted together") {
  std::mt19937 random(6);
  for (int round = 0; round < 2000; ++round) {
    const Mix mix = mixed(random, false);
    const auto documents = assemble(mix.pages, forms());
    check_all_there_once(mix, documents);
    for (const AssembledDocument& document : documents) {
      std::set<char> people;
      for (const SortedPage& page : document.pages) {
        const bool asked = std::ranges::find(document.unconfirmed, page.form_page) != document.unconfirmed.end() ||
                           asked_by_rule(page, document.pages.front());
        if (!asked && !page.person.empty()) people.insert(mix.owner.at(page.source_index));
      }
      CHECK(people.size() <= 1);
    }
  }
}
