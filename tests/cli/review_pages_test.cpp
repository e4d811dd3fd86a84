#include "tests/cli/review_server.hpp"
#include "tests/support/fake_fhir_server.hpp"

using namespace carescan::test;

namespace {

/// Two forms that look the same, without a code that would tell them apart: every page of theirs is left open.
void twin_forms(const fs::path& folder) {
  fs::create_directories(folder);
  fs::copy(source_dir() / "templates/lexicons", folder / "lexicons");
  for (const std::string name : {"one", "two"}) {
    fs::copy(source_dir() / "templates/nutrition-screening", folder / name, fs::copy_options::recursive);
    Json form = Json::parse(read_all(folder / name / "form.json"));
    form["id"] = name;
    form["title"] = "Form " + name;
    form.erase("match");
    write_all(folder / name / "form.json", form.dump());
  }
}

Ran read_with(const fs::path& folder, const std::string& forms) {
  return read(folder / "in", folder / "out", {"--templates", (folder / forms).string()});
}

}  // namespace

TEST_CASE("a page that a person names is read as that page by the next read") {
  const Folder folder;
  twin_forms(folder / "forms");
  REQUIRE(run_carescan({"synth", (folder / "forms/one").string(), "--count", "2", "--seed", "121", "--out",
                        (folder / "in").string()})
              .exit_code == 0);
  REQUIRE(read_with(folder.path(), "forms").exit_code == 3);
  REQUIRE(run_status(folder / "out")["pages"]["quarantined"] == 2);

  Json pages;
  {
    ReviewServer server(folder / "out", {"--templates", (folder / "forms").string()});
    Browser ann = signed_in(server);
    CHECK(ann.json("/api/work")["quarantine"]["left"] == 2);
    pages = ann.json("/api/quarantine")["pages"];
    REQUIRE(pages.size() == 2);
    CHECK(ann.get(pages[0]["picture"])->body.starts_with("\xff\xd8"));
    CHECK(pages[0]["candidates"].size() == 2);
    const Json is{{"id", pages[0]["id"]}, {"action", "is"}, {"form", "one"},
                  {"version", "1.0"},     {"page", 1},      {"turn_deg", 0}};
    const auto with = [&](const char* member, const Json& value) {
      Json other = is;
      other[member] = value;
      return ann.post("/api/quarantine", other.dump())->status;
    };
    CHECK(with("form", "three") == 400);
    CHECK(with("page", 2) == 400);
    CHECK(with("turn_deg", 45) == 400);
    CHECK(with("id", std::string(64, 'a') + "-p1") == 404);
    CHECK(with("id", "../run") == 404);
    CHECK(ann.json("/api/quarantine", is)["pages"].size() == 2);
    ann.json("/api/quarantine", {{"id", pages[1]["id"]}, {"action", "set-aside"}});
    CHECK(ann.json("/api/work")["quarantine"]["left"] == 0);
    CHECK(ann.json("/api/work")["chain"]["count"] == 2);
    CHECK(server.end(SIGTERM) == 3);  // the page that was named is still to be read
  }
  const Json before = run_status(folder / "out");
  CHECK(before["pages"]["quarantined"] == 2);
  CHECK(before["set_aside"] == 1);

  const Ran again = read_with(folder.path(), "forms");
  CHECK_MESSAGE(again.err.find("1 of 2 files were read before; 1 to read") != std::string::npos, again.err);
  const Json after = run_status(folder / "out");
  CHECK(after["pages"]["in_document"] == 1);
  CHECK(after["pages"]["quarantined"] == 1);
  CHECK(after["balances"] == true);
  const Json record = Json::parse(read_all(documents(folder / "out").front() / "record.json"));
  CHECK(record["document"]["form"] == "one");
  CHECK(record["document"]["pages"][0]["source"]["sha256"] == pages[0]["id"].get<std::string>().substr(0, 64));
  CHECK(read_with(folder.path(), "forms").err.find("2 of 2 files were read before; 0 to read") != std::string::npos);
  CHECK(read_all(folder / "out/report.html").find("Set aside by Ann") != std::string::npos);
  const Ran verified = run_carescan({"verify", (folder / "out").string(), "--templates", (folder / "forms").string()});
  CHECK_MESSAGE(verified.exit_code == 0, (verified.out + verified.err));
}

TEST_CASE("a page that does not fit what a person named it stays in quarantine and says so") {
  const Folder folder;
  fs::create_directories(folder / "forms");
  fs::copy(source_dir() / "templates/lexicons", folder / "forms/lexicons");
  fs::copy(source_dir() / "templates/falls-risk", folder / "forms/falls-risk", fs::copy_options::recursive);
  REQUIRE(run_carescan({"synth", (source_dir() / "templates/nutrition-screening").string(), "--seed", "122", "--out",
                        (folder / "in").string()})
              .exit_code == 0);
  REQUIRE(read_with(folder.path(), "forms").exit_code == 3);
  const std::vector<std::string> templates{"--templates", (folder / "forms").string()};
  {
    ReviewServer server(folder / "out", templates);
    Browser ann = signed_in(server);
    const Json pages = ann.json("/api/quarantine")["pages"];
    REQUIRE(pages.size() == 1);
    ann.json("/api/quarantine",
             {{"id", pages[0]["id"]}, {"action", "is"}, {"form", "falls-risk"}, {"version", "1.0"}, {"page", 1}});
    CHECK(ann.json("/api/work")["quarantine"]["left"] == 0);
  }
  CHECK(read_with(folder.path(), "forms").exit_code == 3);
  ReviewServer server(folder / "out", templates);
  Browser ann = signed_in(server);
  const Json page = ann.json("/api/quarantine")["pages"][0];
  CHECK(page["decision"] == nullptr);
  CHECK_MESSAGE(page["why"].get<std::string>().find("A person named it page 1 of falls-risk 1.0; it does not fit") !=
                    std::string::npos,
                page["why"]);
  CHECK(ann.json("/api/work")["quarantine"]["left"] == 1);
  ann.json("/api/quarantine", {{"id", page["id"]}, {"action", "set-aside"}});
  CHECK(ann.json("/api/quarantine", {{"id", page["id"]}, {"action", "reopen"}})["pages"][0]["decision"] == nullptr);
  ann.json("/api/quarantine", {{"id", page["id"]}, {"action", "set-aside"}});
  CHECK(server.end(SIGTERM) == 0);  // nothing else was asked
}

TEST_CASE("two scans of one paper wait for a person and then the one that counts is sent") {
  const Folder folder;
  for (const std::string scanner : {"office", "clean"})
    REQUIRE(run_carescan({"synth", (source_dir() / "templates/falls-risk").string(), "--seed", "123", "--scanner",
                          scanner, "--out", (folder / "in" / scanner).string()})
                .exit_code == 0);
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);
  FakeFhirServer fhir(
      [](int, const httplib::Request& request, httplib::Response& response) { take(request, response); });
  const auto push = [&] {
    return run_carescan({"push", (folder / "out").string(), "--to", fhir.url(), "--unreviewed"}).out;
  };
  CHECK(push().find("0 sent") != std::string::npos);

  const auto decide = [&](const std::string& decision, const std::string& keep) {
    ReviewServer server(folder / "out");
    Browser ann = signed_in(server);
    const Json all = ann.json("/api/people")["proposals"];
    const auto found = std::ranges::find_if(all, [](const Json& one) { return one["kind"] == "rescan"; });
    REQUIRE(found != all.end());
    const Json& rescan = *found;
    CHECK(rescan["documents"][0]["crops"].size() >= 3);
    CHECK(ann.get(rescan["documents"][0]["crops"][0])->status == 200);
    Json said{{"id", rescan["id"]}, {"decision", decision}};
    if (keep == "none") CHECK(ann.post("/api/people", said.dump())->status == 400);
    if (!keep.empty()) said["keep"] = rescan["documents"][0]["id"];
    ann.json("/api/people", said);
    server.end(SIGTERM);
    return rescan["documents"][0]["id"].get<std::string>();
  };
  const std::string kept = decide("same", "none");
  CHECK(Json::parse(read_all(folder / "out/people.json"))["rescans"].empty());
  CHECK(push().find("1 sent") != std::string::npos);
  CHECK(fs::exists(folder / "out/receipts" / (kept + ".json")));
  const auto bulk = [&] {
    return run_carescan({"export", (folder / "out").string(), "--format", "ndjson", "--to",
                         (folder / "bulk.ndjson").string()});
  };
  const Ran one_left_out = bulk();
  CHECK(one_left_out.exit_code == 3);
  CHECK_MESSAGE(one_left_out.err.find("of 1 documents in ") != std::string::npos, one_left_out.err);
  CHECK_MESSAGE(one_left_out.err.find("1 documents are not in it: a person") != std::string::npos, one_left_out.err);
  decide("open", "");
  CHECK(Json::parse(read_all(folder / "out/people.json"))["rescans"].size() == 1);
  decide("different", "");
  CHECK(push().find("1 sent") != std::string::npos);
  CHECK(fhir.requests().size() == 2);
  CHECK(bulk().exit_code == 0);
}
