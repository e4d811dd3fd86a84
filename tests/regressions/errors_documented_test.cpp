#include <regex>
#include <set>

#include "tests/unit/intake/tiff_support.hpp"

namespace {

namespace fs = std::filesystem;
using intake_tests::bytes_in;

const fs::path& source_folder() {
  static const fs::path folder = CARESCAN_SOURCE_DIR;
  return folder;
}

using Codes = std::set<std::string>;

void add_found(Codes& codes, const std::string& text, const std::regex& pattern) {
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) codes.insert((*at)[1]);
}

std::vector<fs::path> code_below(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(source_folder() / folder))
    if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") files.push_back(entry.path());
  return files;
}

/// The codes that the code of a folder throws: Failure{"code", … and, in intake, return {"code", ….
Codes thrown_below(const std::string& folder) {
  static const std::regex thrown("Failure[({]\\s*(?:\\.code = )?\"([a-z0-9-]+)\""),
      returned("return \\{\"([a-z0-9]+(?:-[a-z0-9]+)+)\",");
  Codes codes;
  for (const fs::path& file : code_below(folder)) {
    const std::string text = bytes_in(file);
    add_found(codes, text, thrown);
    if (file.parent_path().filename() == "intake") add_found(codes, text, returned);
  }
  return codes;
}

Codes refused_by_servers() {
  static const std::regex refused("Refused\\s*(?:[a-z]+)?[({]\\s*[0-9]+,\\s*\"([a-z-]+)\"");
  Codes codes;
  for (const fs::path& file : code_below("src")) add_found(codes, bytes_in(file), refused);
  return codes;
}

/// Reasons and issues: what readers and rules say of a field, a page or a document.
Codes doubts_told() {
  static const std::regex reason(
      "(?:add_reason\\([^;\"]*|[rR]easons\\.(?:push|emplace)_back\\(|doubts\\.push_back\\()\"([a-z_-]+)\""),
      issue("issues\\.push_back\\(\\{\\s*\"([a-z-]+)\"");
  Codes codes;
  for (const fs::path& file : code_below("pipeline")) {
    const std::string text = bytes_in(file);
    add_found(codes, text, reason);
    add_found(codes, text, issue);
  }
  return codes;
}

/// The codes in the first column of a page's tables: "| `a`, `b` | …".
Codes documented_in(const std::string& page) {
  static const std::regex code("`([a-z][a-z0-9_-]+)`");
  std::istringstream lines(bytes_in(source_folder() / "docs" / page));
  Codes codes;
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("| `")) add_found(codes, line.substr(0, line.find(" | ")), code);
  return codes;
}

void check_documented(const Codes& codes, const Codes& pages) {
  for (const std::string& code : codes) {
    CAPTURE(code);
    CHECK(pages.contains(code));
  }
}

}  // namespace

TEST_CASE("every failure has its entry in docs errors") {
  Codes codes = thrown_below("pipeline");
  codes.merge(thrown_below("src"));
  REQUIRE(codes.size() > 45);
  check_documented(codes, documented_in("errors.md"));
}

TEST_CASE("every refusal of the review server and every doubt has its entry in the docs") {
  const Codes refused = refused_by_servers(), doubts = doubts_told();
  REQUIRE(refused.size() > 12);
  REQUIRE(doubts.size() > 20);
  Codes pages = documented_in("errors.md");
  check_documented(refused, pages);
  pages.merge(documented_in("policy.md"));
  check_documented(doubts, pages);
}

TEST_CASE("no code of docs errors is one that nothing says") {
  std::string all;
  for (const char* folder : {"pipeline", "src"})
    for (const fs::path& file : code_below(folder)) all += bytes_in(file);
  const Codes codes = documented_in("errors.md");
  REQUIRE(codes.size() > 70);
  for (const std::string& code : codes) {
    CAPTURE(code);
    CHECK(all.find("\"" + code + "\"") != std::string::npos);
  }
}

TEST_CASE("no failure of intake is documented that cannot happen") {
  const std::string page = bytes_in(source_folder() / "docs/errors.md");
  const Codes codes = thrown_below("pipeline/intake");
  for (const char* code : {"path-missing", "file-empty", "not-an-image", "image-broken", "image-too-large",
                           "image-unsupported", "pdf-encrypted", "pdf-broken", "pdf-no-pages", "too-many-pages",
                           "pdf-page-broken", "pdf-render-timeout", "pdf-renderer-missing"}) {
    CAPTURE(std::string(code));
    CHECK(codes.contains(code));
    CHECK(page.find(code) != std::string::npos);
  }
}
