#include "pipeline/batch/decision_chain.hpp"

#include <doctest/doctest.h>

#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::batch;
namespace fs = std::filesystem;
using carescan::test::Folder;
using carescan::test::read_all;
using carescan::test::write_all;

namespace {

/// A run with five lines in three files.
OutFolder five_lines(const Folder& folder) {
  const OutFolder out{folder.path() / "out"};
  create(out);
  Chain chain(out);
  for (const char* id : {"one", "two"}) fs::create_directories(out.document(id));
  const auto file = [&](const char* id) { return out.document(id) / "corrections.jsonl"; };
  chain.append(file("one"), R"({"says":"a"})");
  chain.append(file("two"), R"({"says":"b"})");
  chain.append(out.decisions(), R"({"says":"c"})");
  chain.append(file("one"), R"({"says":"d}"})");
  chain.append(file("two"), R"({"says":"e"})");
  return out;
}

void replace(const fs::path& file, const std::string& what, const std::string& by) {
  std::string bytes = read_all(file);
  REQUIRE(bytes.find(what) != std::string::npos);
  write_all(file, bytes.replace(bytes.find(what), what.size(), by));
}

std::string first_break(const OutFolder& out) {
  const auto breaks = check_chain(read_chain(out));
  return breaks.empty() ? "" : breaks.front().why;
}

}  // namespace

TEST_CASE("lines of several files are one chain") {
  const Folder folder;
  const OutFolder out = five_lines(folder);
  const auto chain = read_chain(out);
  REQUIRE(chain.size() == 5);
  CHECK(chain.front().previous == std::string(64, '0'));
  for (std::size_t i = 1; i < chain.size(); ++i) CHECK(chain[i].previous == chain[i - 1].hash);
  CHECK(check_chain(chain).empty());
  CHECK(Chain(out).count() == 5);
  CHECK(Chain(out).head() == chain.back().hash);
}

TEST_CASE("a changed line and a missing line and a line twice are found") {
  const Folder folder;
  const OutFolder out = five_lines(folder);
  const fs::path one = out.document("one") / "corrections.jsonl";
  const std::string whole = read_all(one);
  replace(one, "\"a\"", "\"x\"");
  CHECK(first_break(out) == "line 1 was changed: its hash is not that of what it says");
  write_all(one, whole.substr(whole.find('\n') + 1));
  CHECK(first_break(out) == "line 1 is missing");
  write_all(one, whole + whole);
  CHECK(first_break(out) == "number 1 is there twice");
  write_all(one, "not JSON\n" + whole);
  CHECK(first_break(out) == "a line is no line of the chain");
  write_all(one, whole);
  fs::remove_all(out.document("two"));
  CHECK(first_break(out) == "line 2 is missing");
}

TEST_CASE("a line that was written anew with its right hash does not hang on the one before") {
  const Folder folder, other;
  const OutFolder out = five_lines(folder), elsewhere{other.path() / "out"};
  create(elsewhere);
  Chain forged(elsewhere);
  for (const char* says : {R"({"says":"p"})", R"({"says":"q"})", R"({"says":"r"})"})
    forged.append(elsewhere.decisions(), says);
  const auto line = read_lines(elsewhere.decisions()).at(2);
  write_all(out.decisions(), line.json + "\n");
  CHECK(first_break(out) == "line 3 does not hang on line 2");
}

TEST_CASE("a chain without its end holds by itself but has another head") {
  const Folder folder;
  const OutFolder out = five_lines(folder);
  const std::string head = Chain(out).head();
  const fs::path two = out.document("two") / "corrections.jsonl";
  const std::string whole = read_all(two);
  write_all(two, whole.substr(0, whole.find('\n') + 1));
  CHECK(first_break(out).empty());
  CHECK(Chain(out).head() != head);
}

TEST_CASE("a torn last line was never acknowledged and the next line does not hang on its end") {
  const Folder folder;
  const OutFolder out = five_lines(folder);
  const fs::path two = out.document("two") / "corrections.jsonl";
  write_all(two, read_all(two) + R"({"says":"half)");
  CHECK(read_lines(two).size() == 2);
  Chain chain(out);
  CHECK(chain.count() == 5);
  chain.append(two, R"({"says":"f"})");
  CHECK(read_lines(two).size() == 3);
  CHECK(first_break(out).empty());
}
