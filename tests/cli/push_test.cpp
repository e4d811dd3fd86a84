#include "tests/cli/batch_run.hpp"
#include "tests/support/fake_fhir_store.hpp"

using namespace carescan::test;
using httplib::Request;
using httplib::Response;

namespace {

Ran push(const fs::path& out, const std::string& url, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"push", out.string(), "--to", url});
  return run_carescan(more);
}

}  // namespace

TEST_CASE("push holds back what nobody has looked at and sends the rest once") {
  const Folder folder;
  paint_forms(folder / "in");
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);
  FakeFhirServer server([](int, const Request& request, Response& response) { take(request, response); });

  const Ran held = push(folder / "out", server.url());
  CHECK(held.exit_code == 3);
  CHECK(held.out.find("2 held back") != std::string::npos);
  CHECK(push(folder / "out", server.url(), {"--unreviewed", "--dry-run"}).out.find("2 would be sent") !=
        std::string::npos);
  CHECK(server.requests().empty());

  write_all(folder / "token", "  a-token\n");
  const std::vector<std::string> with{"--unreviewed", "--token-file", (folder / "token").string()};
  const Ran sent = push(folder / "out", server.url(), with);
  CHECK_MESSAGE(sent.exit_code == 0, sent.err);
  CHECK(server.requests().size() == 2);
  CHECK(server.requests()[0].get_header_value("Authorization") == "Bearer a-token");
  const fs::path document = documents(folder / "out").front();
  const Json receipt = Json::parse(read_all(folder / "out" / "receipts" / (document.filename().string() + ".json")));
  CHECK(receipt["server"] == server.url());
  CHECK(receipt["entries"][0]["version"] == "1");

  // Once is enough; another server, or other bytes, are another matter.
  CHECK(push(folder / "out", server.url(), with).out.find("2 already there") != std::string::npos);
  CHECK(server.requests().size() == 2);
  write_all(document / "bundle.json", read_all(document / "bundle.json") + " ");
  CHECK(push(folder / "out", server.url(), with).exit_code == 0);
  CHECK(server.requests().size() == 3);
  // Reading again keeps the receipts.
  CHECK(read(folder / "in", folder / "out").exit_code == 3);
  CHECK(fs::exists(folder / "out" / "receipts"));
}

TEST_CASE("one document that the server refuses costs no other and nothing of it is said") {
  const Folder folder;
  paint_forms(folder / "in");
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);
  FakeFhirServer server([](int n, const Request& request, Response& response) {
    if (n > 1) return take(request, response);
    response.status = 422;
    response.set_content(request.body, "application/fhir+json");
  });
  const Ran ran = push(folder / "out", server.url(), {"--unreviewed"});
  CHECK(ran.exit_code == 4);
  CHECK(ran.out.find("1 sent") != std::string::npos);
  CHECK(ran.err.find("does not take it (422)") != std::string::npos);
  CHECK(ran.err.size() < 200);
  CHECK(push(folder / "out", server.url(), {"--unreviewed"}).exit_code == 0);
}

TEST_CASE("push says what corrections took away and what it leaves to a person") {
  const Folder folder;
  paint_forms(folder / "in", 1);
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);
  FakeFhirStore store;
  FakeFhirServer server{std::ref(store)};
  CHECK(push(folder / "out", server.url(), {"--unreviewed"}).exit_code == 0);
  const fs::path file = documents(folder / "out").front() / "bundle.json";
  const auto take_away = [&](const std::string& type) {
    Json bundle = Json::parse(read_all(file));
    Json kept = Json::array();
    for (const Json& entry : bundle["entry"])
      if (entry["resource"]["resourceType"] != type) kept.push_back(entry);
    bundle["entry"] = kept;
    write_all(file, bundle.dump());
  };
  const std::string lists = std::to_string(store.names("List").size());
  REQUIRE(lists != "0");

  take_away("List");
  const Ran dry = push(folder / "out", server.url(), {"--unreviewed", "--dry-run"});
  CHECK(dry.out.find(lists + " resources would be marked as entered in error") != std::string::npos);
  const Ran ran = push(folder / "out", server.url(), {"--unreviewed"});
  CHECK(ran.exit_code == 0);
  CHECK(ran.out.find(lists + " resources marked as entered in error") != std::string::npos);
  CHECK(store.held().at(store.names("List").front())["status"] == "entered-in-error");

  const std::string scan = store.names("DocumentReference").at(0);
  store.edit(scan, "description", "Edited");
  take_away("DocumentReference");
  const Ran left = push(folder / "out", server.url(), {"--unreviewed"});
  CHECK(left.exit_code == 4);
  CHECK(left.out.find("1 resources that corrections took away, left for a person") != std::string::npos);
  CHECK(left.err.find(scan + " still stands there") != std::string::npos);
  CHECK(left.err.find("Edited") == std::string::npos);
}

TEST_CASE("push refuses what it should not do") {
  const Folder folder;
  CHECK(push(folder / "out", "https://localhost:1").err.find("out-missing") != std::string::npos);
  CHECK(push(folder / "out", "http://fhir.example/r4").exit_code == 2);
  CHECK(push(folder / "out", "https://localhost:1", {"--token-file", (folder / "none").string()})
            .err.find("token-unreadable") != std::string::npos);
  CHECK(run_carescan({"push", folder.path().string()}).err.find("--to is missing") != std::string::npos);
}
