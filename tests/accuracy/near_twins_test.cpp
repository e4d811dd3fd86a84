#include "tests/accuracy/geometry_bench.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

/// Pages of one version of a form as a scanner delivers them.
void paint(const fs::path& form, const char* preset, const fs::path& scans) {
  const Ran ran = run_carescan({"synth", form.string(), "--scanner", preset, "--count", "2", "--seed", "190301",
                                "--out", (scans / (form.filename().string() + "-" + preset)).string()});
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
}

}  // namespace

TEST_CASE("versions of a form with a few lines or one box moved are told apart or asked and never confused") {
  const Folder folder;
  const fs::path forms = folder / "forms", scans = folder / "scans";
  const Ran made = run({(fs::path(CARESCAN_BINARY_DIR) / "many_forms").string(),
                        (source_dir() / "templates/care-plan").string(), "12", "7", forms.string()});
  REQUIRE_MESSAGE(made.exit_code == 0, made.err);
  for (const char* form : {"uncoded-3", "moved-1-3", "moved-3-1", "boxed-1-1"})
    for (const char* preset : {"office", "copier"}) paint(forms / form, preset, scans);
  int right = 0, asked = 0;
  for (const Json& page : measured_pages(scans, {"--templates", forms.string()})) {
    CAPTURE(page["file"].get<std::string>());
    if (!page.contains("truth")) continue;  // a blank back
    if (!page.contains("found")) {
      CHECK(page["reason"] == "two-forms-alike");
      ++asked;
    } else {
      CHECK(page["found"]["form"] == page["truth"]["form"]);
      ++right;
    }
  }
  MESSAGE(right << " told apart, " << asked << " asked");
  CHECK(right + asked == 16);
  CHECK(right >= 12);  // of page 3 only the words over two boxes have room to move: 1 mm of that is asked
}
