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

TEST_CASE("certify says what the audit shows and shows nothing of what nobody looked at") {
  const Folder folder;
  const fs::path out = folder / "out";
  const std::string form = (source_dir() / "templates/daily-notes").string();
  REQUIRE(run_carescan({"synth", form, "--seed", "132", "--out", (folder / "in").string()}).exit_code == 0);
  write_all(folder / "policy.json",
            R"({"accept_inked":{"initials":0.95},"accept_blank":{"text":0.95},"audit":7,"target":0.01})");
  read(folder / "in", out, {"--policy", (folder / "policy.json").string()});
  const Ran ran = run_carescan({"certify", out.string(), "--json"});
  CHECK_MESSAGE(ran.exit_code == 3, ran.err);
  const Json shows = Json::parse(ran.out);
  for (const char* member : {"accepted", "audited", "errors", "upper_bound", "confidence", "target", "holds"})
    CHECK_MESSAGE(shows.contains(member), member);
  CHECK(shows["accepted"].get<long>() > 7);
  CHECK(shows["drawn"] == 7);
  CHECK(shows["audited"] == 0);
  CHECK(shows["upper_bound"] == 1.0);
  CHECK(shows["target"] == 0.01);
  CHECK(shows["holds"] == false);
  CHECK(ran.err.find("7 fields of the sample wait to be typed blind") != std::string::npos);
  CHECK(Json::parse(run_carescan({"certify", out.string(), "--json", "--target", "0.5"}).out)["target"] == 0.5);
  CHECK(run_carescan({"certify", out.string(), "--target", "2"}).exit_code == 2);

  write_all(folder / "wrong.json", R"({"audit":"many"})");
  const Ran refused = read(folder / "in", folder / "other", {"--policy", (folder / "wrong.json").string()});
  CHECK(refused.exit_code == 2);
  CHECK(refused.err.find("/audit") != std::string::npos);
}

TEST_CASE("a forgotten document leaves a proof and nothing else and does not come back") {
  const Folder folder;
  const fs::path out = folder / "out";
  paint_forms(folder / "in", 2);
  REQUIRE(read(folder / "in", out).exit_code == 3);
  const fs::path gone = documents(out).at(0);
  const std::string id = gone.filename().string();
  const Json written = Json::parse(read_all(gone / "record.json"));
  std::string surname;
  for (const Json& field : written["fields"])
    if (field["name"] == "surname") surname = field["text"].get<std::string>();
  REQUIRE(!surname.empty());

  const auto forget = [&](const std::string& document) {
    return run_carescan({"forget", out.string(), "--document", document}, epoch);
  };
  const Ran ran = forget(id);
  CHECK_MESSAGE(ran.exit_code == 0, ran.err);
  CHECK_FALSE(fs::exists(gone));
  const Json proof = Json::parse(read_all(out / "forgotten" / (id + ".json")));
  CHECK(proof["document"] == id);
  CHECK(proof["source_pages"].size() == 4);
  CHECK(proof["files"].contains("record.json"));
  CHECK(proof.dump().find(surname) == std::string::npos);
  CHECK(read_all(out / "records.csv").find(id) == std::string::npos);

  CHECK(read(folder / "in", out, {"--json"}).exit_code == 3);
  CHECK(run_status(out)["balances"] == true);
  CHECK(run_status(out)["documents"]["total"] == 1);
  CHECK(run_carescan({"verify", out.string()}).exit_code == 0);
  CHECK(forget(id).exit_code == 0);
  CHECK(forget("00000000-0000-5000-8000-000000000000").exit_code == 2);
  CHECK(forget("../documents").exit_code == 2);

  CHECK(read(folder / "in", out).exit_code == 3);  // nothing is stale
  write_all(folder / "policy.json", R"({"accept_inked":{"checkbox":0.99}})");
  CHECK(read(folder / "in", out, {"--policy", (folder / "policy.json").string()}).exit_code == 3);  // everything is
  CHECK_FALSE(fs::exists(gone));
  CHECK(run_status(out)["balances"] == true);
}
