#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

TEST_CASE("verify holds for a fresh run and names what was touched") {
  const Folder folder;
  const fs::path out = folder / "out";
  const std::string form = (source_dir() / "templates/daily-notes").string();
  REQUIRE(run_carescan({"synth", form, "--seed", "131", "--out", (folder / "in").string()}).exit_code == 0);
  read(folder / "in", out);
  const auto verify = [&](std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"verify", out.string()});
    return run_carescan(more);
  };
  const Ran fresh = verify();
  CHECK_MESSAGE(fresh.exit_code == 0, fresh.err);
  CHECK(fresh.out == "1 document and 0 decisions hold\n");
  CHECK(verify({"--head", std::string(64, 'a')}).exit_code == 3);
  CHECK(verify({"--head", "abc"}).exit_code == 2);

  const fs::path record = documents(out).at(0) / "record.json";
  write_all(record, read_all(record) + "\n");
  const Ran touched = verify();
  CHECK(touched.exit_code == 3);
  CHECK(touched.err.find("record.json: is not what reading and corrections give") != std::string::npos);
  CHECK(verify({"--templates", (source_dir() / "templates/care-plan").string()}).exit_code == 3);
  CHECK(run_carescan({"verify", (folder / "nothing").string()}).exit_code == 2);
}
