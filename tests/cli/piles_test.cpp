#include <map>
#include <random>
#include <set>

#include "tests/cli/batch_run.hpp"
#include "tests/cli/painted_piles.hpp"

using namespace carescan::test;

namespace {

/// A document of a run, told by what lay in its pile.
struct Found {
  std::string pages;             ///< "1A 2A 3A"
  std::set<std::string> issues;  ///< codes about the document or a page
  std::set<char> people;         ///< whose pages are in it
  std::set<char> accepted_of;    ///< people of whose pages a field was accepted
};

/// What a run made of one pile.
struct Outcome {
  std::vector<Found> documents;
  std::map<std::string, int> states;  ///< pages by state
};

std::string sheet(std::string word) {
  std::erase(word, '^');
  return word;
}

Found found_in(const Json& record, const Pile& pile) {
  Found found;
  std::map<int, char> owner;
  for (const Json& page : record["document"]["pages"]) {
    const std::string word = sheet(pile.at(page["source"]["page"].get<std::size_t>() - 1));
    found.pages += (found.pages.empty() ? "" : " ") + word;
    owner[page["number"]] = word.at(1);
    found.people.insert(word.at(1));
  }
  for (const Json& issue : record["issues"])
    if (issue["field"] == "" || issue["code"] == "page-owner-differs") found.issues.insert(issue["code"]);
  for (const Json& field : record["fields"])
    if (field["accepted"] == true) found.accepted_of.insert(owner.at(field["page"]));
  return found;
}

/// Reads every pile as one PDF, in one run.
std::map<std::string, Outcome> read_piles(const Folder& folder, const std::map<std::string, Pile>& piles, int people,
                                          std::uint64_t seed) {
  const PaintedPeople painted(write_quick_form(folder / "forms"), people, seed);
  for (const auto& [name, pile] : piles) painted.lay(pile, folder / ("in/" + name + ".pdf"));
  const Ran ran = read(folder / "in", folder / "out", {"--templates", (folder / "forms").string()});
  REQUIRE_MESSAGE((ran.exit_code == 0 || ran.exit_code == 3), ran.err);
  CHECK(run_status(folder / "out")["balances"] == true);
  std::map<std::string, Outcome> outcomes;
  for (const auto& file : fs::directory_iterator(folder / "out/ledger")) {
    if (file.path().string().ends_with(".seen.json")) continue;
    const Json entry = Json::parse(read_all(file.path()));
    const std::string name = fs::path(entry["name"].get<std::string>()).stem();
    std::set<std::string> seen;
    for (const Json& page : entry["pages"]) {
      ++outcomes[name].states[page["state"]];
      const std::string id = page.value("document", "");
      if (id.empty() || !seen.insert(id).second) continue;
      const Json record = Json::parse(read_all(folder / "out/documents" / id / "record.json"));
      outcomes[name].documents.push_back(found_in(record, piles.at(name)));
    }
  }
  return outcomes;
}

/// A pile as a careless hand leaves it: sheets lost, fed twice or upside down, empty and strange ones between; in
/// order, from the back, shuffled, or two people's dealt together.
Pile careless_pile(std::mt19937& random, int people) {
  const auto one_in = [&](unsigned n) { return random() % n == 0; };
  Pile pile;
  for (int person = 0; person < people; ++person)
    for (char page = '1'; page <= '4'; ++page)
      if (!one_in(8)) pile.push_back({page, static_cast<char>('A' + person)});
  const unsigned order = random() % 4;
  if (order == 1) std::reverse(pile.begin(), pile.end());
  if (order == 2) std::ranges::stable_sort(pile, {}, [](const std::string& word) { return word[0]; });
  if (order == 3)
    for (std::size_t i = pile.size(); i > 1; --i) std::swap(pile[i - 1], pile[random() % i]);
  Pile out;
  for (const std::string& word : pile) {
    out.push_back((one_in(6) ? "^" : "") + word);
    if (one_in(8)) out.push_back(word + "'");
    if (one_in(8)) out.emplace_back("_");
    if (one_in(12)) out.emplace_back("?");
  }
  return out;
}

}  // namespace

TEST_CASE("piles as people make them: pages are put together and what was done is told") {
  const Folder folder;
  const std::map<std::string, Pile> piles{{"backs", {"1A", "_", "^2A", "_", "3A", "_", "4A", "_"}},
                                          {"twice", {"1A", "2A", "^2A'", "3A", "4A", "1B", "2B", "3B", "4B"}},
                                          {"shuffled", {"3B", "1B", "4B", "2B"}},
                                          {"missing", {"1A", "2A", "4A"}},
                                          {"interleaved", {"1A", "1B", "2A", "2B", "3A", "3B", "4A", "4B"}},
                                          {"hole", {"1A", "2A", "?", "3B", "4B"}}};
  auto outcomes = read_piles(folder, piles, 2, 104);

  const Outcome& backs = outcomes["backs"];
  REQUIRE(backs.documents.size() == 1);
  CHECK(backs.documents[0].pages == "1A 2A 3A 4A");
  CHECK(backs.documents[0].issues.empty());
  CHECK(backs.states.at("blank") == 4);

  const Outcome& twice = outcomes["twice"];
  REQUIRE(twice.documents.size() == 2);
  CHECK(twice.states.at("duplicate") == 1);
  CHECK(twice.documents[0].issues.contains("page-twice"));
  CHECK(twice.documents[1].issues.empty());

  const Outcome& shuffled = outcomes["shuffled"];
  REQUIRE(shuffled.documents.size() == 1);
  CHECK(shuffled.documents[0].pages == "1B 2B 3B 4B");
  CHECK(shuffled.documents[0].issues.contains("pages-shuffled"));

  for (const Found& document : outcomes["missing"].documents) CHECK(document.issues.contains("page-missing"));
  for (const Found& document : outcomes["interleaved"].documents) {
    CHECK((document.issues.contains("pages-parted") || document.issues.contains("pages-unsorted")));
    CHECK(document.accepted_of.size() <= 1);
  }
  for (const Found& document : outcomes["hole"].documents) CHECK(document.accepted_of.size() <= 1);
  const std::string report = read_all(folder / "out/report.html");
  CHECK(report.find("1 page was scanned twice") != std::string::npos);
  CHECK(report.find("whose pages were out of order") != std::string::npos);
}

TEST_CASE("careless piles: no page is lost and no two people's pages are accepted in one document") {
  const Folder folder;
  std::mt19937 random(107);
  std::map<std::string, Pile> piles;
  for (int i = 1; i <= 20; ++i)
    piles[std::to_string(100 + i)] = careless_pile(random, 1 + static_cast<int>(random() % 3));
  const auto outcomes = read_piles(folder, piles, 3, 105);
  REQUIRE(outcomes.size() == piles.size());
  long pages = 0, documents = 0, mixed = 0, accepted = 0, silently_wrong = 0, unnoticed_twins = 0;
  for (const auto& [name, outcome] : outcomes) {
    const Pile& pile = piles.at(name);
    long sorted = 0;
    for (const auto& [state, count] : outcome.states) sorted += count;
    CHECK(sorted == static_cast<long>(pile.size()));
    pages += sorted;
    for (const Found& document : outcome.documents) {
      ++documents;
      mixed += document.people.size() > 1;
      CHECK_MESSAGE((document.people.size() < 2 || !document.issues.empty()), document.pages);
      accepted += !document.accepted_of.empty();
      silently_wrong += document.accepted_of.size() > 1;
    }
    const auto twins = std::ranges::count_if(pile, [](const std::string& word) { return word.ends_with('\''); });
    const auto known = outcome.states.find("duplicate");
    const long noticed = known == outcome.states.end() ? 0 : known->second;
    CHECK_MESSAGE(noticed <= twins, name);  // a sheet that is not there twice is never left out
    unnoticed_twins += twins - noticed;
  }
  MESSAGE("20 piles: " << pages << " pages, " << documents << " documents, " << mixed << " of two people and told, "
                       << silently_wrong
                       << " silently wrong; sheets scanned twice and not noticed: " << unnoticed_twins);
  CHECK(accepted > documents / 2);
  CHECK(silently_wrong == 0);
  CHECK(unnoticed_twins == 0);
}
