#include <regex>
#include <set>

#include "tests/unit/intake/tiff_support.hpp"

namespace {

namespace fs = std::filesystem;

const fs::path& source_folder() {
  static const fs::path folder = CARESCAN_SOURCE_DIR;
  return folder;
}

/// The codes that the code of a folder throws: Failure{"code", … and, in intake, return {"code", ….
std::set<std::string> thrown_below(const std::string& folder) {
  static const std::regex thrown("Failure[({]\\s*\"([a-z0-9-]+)\""),
      returned("return \\{\"([a-z0-9]+(-[a-z0-9]+)+)\",");
  std::set<std::string> codes;
  for (const auto& entry : fs::recursive_directory_iterator(source_folder() / folder)) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = intake_tests::bytes_in(entry.path());
    const bool intake = entry.path().parent_path().filename() == "intake";
    for (const auto* pattern : {&thrown, &returned}) {
      if (pattern == &returned && !intake) continue;
      for (std::sregex_iterator at(text.begin(), text.end(), *pattern), end; at != end; ++at) codes.insert((*at)[1]);
    }
  }
  return codes;
}

}  // namespace

TEST_CASE("every failure has its entry in docs errors") {
  const std::string page = intake_tests::bytes_in(source_folder() / "docs/errors.md");
  std::set<std::string> codes = thrown_below("pipeline");
  codes.merge(thrown_below("src"));
  REQUIRE(codes.size() > 15);
  for (const std::string& code : codes) {
    CAPTURE(code);
    CHECK(page.find("| `" + code + "` |") != std::string::npos);
  }
}

TEST_CASE("no failure of intake is documented that cannot happen") {
  const std::string page = intake_tests::bytes_in(source_folder() / "docs/errors.md");
  const std::set<std::string> codes = thrown_below("pipeline/intake");
  for (const char* code : {"path-missing", "file-empty", "not-an-image", "image-broken", "image-too-large",
                           "image-unsupported", "pdf-encrypted", "pdf-broken", "pdf-no-pages", "too-many-pages",
                           "pdf-page-broken", "pdf-render-timeout", "pdf-renderer-missing"}) {
    CAPTURE(std::string(code));
    CHECK(codes.contains(code));
    CHECK(page.find(code) != std::string::npos);
  }
}
