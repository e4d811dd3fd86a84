#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

TEST_CASE("score writes a page of what was not read as the paper says with its ink") {
  const Folder folder;
  paint_forms(folder / "in", 1);
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);
  const std::vector<std::string> words{"score", folder / "out", "--truth", folder / "in"};
  const Ran plain = run_carescan(words);
  std::vector<std::string> with_page = words;
  with_page.insert(with_page.end(), {"--html", folder / "page.html"});
  const Ran ran = run_carescan(with_page);
  CHECK_MESSAGE(ran.exit_code == 0, ran.err);
  CHECK(ran.out == plain.out);
  const std::string page = read_all(folder / "page.html");
  CHECK(page.find("<h1>A run against truth</h1>") != std::string::npos);
  CHECK(page.find("4 of 4 pages read as what they are") != std::string::npos);
  CHECK(page.find("data:image/png;base64,") != std::string::npos);  // lines of handwriting are asked, some drafts wrong
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("http") == std::string::npos);
  run_carescan(with_page);
  CHECK(read_all(folder / "page.html") == page);
}
