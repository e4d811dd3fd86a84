#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

fs::path sheets(const Folder& folder, const std::string& name, int count) {
  const fs::path file = folder / name;
  const Ran ran = run_carescan({"separators", "--out", file.string(), "--count", std::to_string(count)});
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
  return file;
}

/// The pages as the pictures of one source, scan-1.jpg and so on: what a scanner or a phone delivers.
void deliver(const fs::path& pdf, const fs::path& to, std::vector<std::string> how) {
  fs::create_directories(to);
  how.insert(how.begin(), "pdftoppm");
  how.insert(how.end(), {"-jpeg", pdf.string(), (to / "scan").string()});
  REQUIRE(run(how).exit_code == 0);
}

/// The state of each page of the only source, in order.
std::vector<std::string> page_states(const fs::path& out) {
  std::vector<std::string> states;
  for (const auto& file : fs::directory_iterator(out / "ledger")) {
    if (file.path().string().ends_with(".seen.json")) continue;
    const Json entry = Json::parse(read_all(file.path()));
    for (const Json& page : entry["pages"]) states.push_back(page["state"]);
  }
  return states;
}

}  // namespace

TEST_CASE("separators makes a PDF of equal sheets and the same bytes each time") {
  const Folder folder;
  const std::string first = read_all(sheets(folder, "a.pdf", 3));
  CHECK(first.starts_with("%PDF-"));
  CHECK(first == read_all(sheets(folder, "b.pdf", 3)));
  CHECK(run({"qpdf", "--show-npages", (folder / "a.pdf").string()}).out == "3\n");
  CHECK(run_carescan({"separators", "--out", (folder / "ten.pdf").string()}).exit_code == 0);
  CHECK(run({"qpdf", "--show-npages", (folder / "ten.pdf").string()}).out == "10\n");
  const std::string words = run({"pdftotext", "-layout", (folder / "a.pdf").string(), "-"}).out;
  CHECK_MESSAGE(words.find("Separator sheet") != std::string::npos, words);
}

TEST_CASE("separators tells what is wrong with how it was called") {
  const Folder folder;
  CHECK(run_carescan({"separators"}).exit_code == 2);
  CHECK(run_carescan({"separators", "--out", (folder / "sheets.png").string()}).exit_code == 2);
  for (const char* count : {"0", "1001", "many"})
    CHECK(run_carescan({"separators", "--out", (folder / "a.pdf").string(), "--count", count}).exit_code == 2);
  const Ran nowhere = run_carescan({"separators", "--out", (folder / "missing/a.pdf").string()});
  CHECK(nowhere.exit_code != 0);
  CHECK_MESSAGE(nowhere.err.find("cannot be written") != std::string::npos, nowhere.err);
}

TEST_CASE("separator sheets in a pile are counted and no document goes across one") {
  const Folder folder;
  paint_forms(folder / "forms");
  const std::string a = (folder / "forms/care-plan-0001.pdf").string(),
                    b = (folder / "forms/care-plan-0002.pdf").string();
  const std::string sheet = sheets(folder, "sheets.pdf", 1).string(), pile = (folder / "pile.pdf").string();
  // Without the sheets pages 1 to 4 would look like one form. The second sheet lies upside down.
  const Ran joined =
      run({"qpdf", "--empty", "--pages", a, "1-2", sheet, b, "3-4", sheet, a, "3-4", "--", "--rotate=180:6", pile});
  REQUIRE_MESSAGE(joined.exit_code == 0, joined.err);
  deliver(pile, folder / "in", {"-r", "200", "-gray"});

  const Ran ran = read(folder / "in", folder / "out");
  CHECK_MESSAGE(ran.exit_code == 3, ran.err);
  const std::string form = "in_document", separator = "separator";
  CHECK(page_states(folder / "out") ==
        std::vector<std::string>{form, form, separator, form, form, separator, form, form});
  const Json state = run_status(folder / "out");
  CHECK(state["balances"] == true);
  CHECK(state["pages"]["in"] == 8);
  CHECK(state["pages"]["separator"] == 2);
  CHECK(state["pages"]["quarantined"] == 0);
  CHECK(state["documents"]["total"] == 3);
  for (const fs::path& document : documents(folder / "out"))
    CHECK(Json::parse(read_all(document / "record.json"))["document"]["pages"].size() == 2);
}

TEST_CASE("separator sheets alone leave nothing to ask by fax and at 100 dpi") {
  const Folder folder;
  const fs::path pdf = sheets(folder, "sheets.pdf", 2);
  for (const std::vector<std::string>& how :
       {std::vector<std::string>{"-rx", "204", "-ry", "98", "-mono"}, std::vector<std::string>{"-r", "100", "-gray"}}) {
    const Folder here;
    deliver(pdf, here / "in", how);
    const Ran ran = read(here / "in", here / "out");
    CHECK_MESSAGE(ran.exit_code == 0, ran.err);
    const Json state = run_status(here / "out");
    CHECK(state["pages"]["separator"] == 2);
    CHECK(state["documents"]["total"] == 0);
    CHECK(state["balances"] == true);
  }
}
