#include <atomic>
#include <set>

#include "tests/cli/review_server.hpp"

using namespace carescan::test;

namespace {

std::string name_of(const Json& item) {
  return item["document"].get<std::string>() + " " + item["field"].get<std::string>();
}

Json confirm(const Json& item) {
  return {
      {"document", item["document"]}, {"field", item["field"]}, {"version", item["version"]}, {"action", "confirm"}};
}

Json record_field(const fs::path& out, const std::string& document, const std::string& name) {
  const Json record = Json::parse(read_all(out / "documents" / document / "record.json"));
  for (const Json& field : record["fields"])
    if (field["name"] == name) return field;
  return nullptr;
}

/// What a GET answers; null where nobody does.
Json ask(Browser& browser, const std::string& path) {
  const auto answer = browser.get(path);
  return answer && answer->status == 200 ? Json::parse(answer->body) : Json();
}

/// The hand of somebody who confirms one item after the other until nobody answers; `settled` counts what was
/// acknowledged, while it goes on.
std::vector<Json> confirm_all(Browser& browser, std::atomic<int>& settled) {
  std::vector<Json> acknowledged;
  for (Json work = ask(browser, "/api/work"); !work.is_null(); work = ask(browser, "/api/work"))
    for (const Json& column : work["columns"]) {
      if (column["mode"] != "confirm") continue;
      const Json items = ask(browser, items_path(column["key"], 24));
      for (const Json& item : items.is_null() ? Json::array() : items["items"]) {
        const auto answer = browser.post("/api/decisions", Json{{"decisions", {confirm(item)}}}.dump());
        if (!answer || answer->status != 200) return acknowledged;
        if (Json::parse(answer->body)["results"][0]["outcome"] != "settled") continue;
        acknowledged.push_back(item);
        ++settled;
      }
    }
  return acknowledged;
}

/// `carescan read` in a process group of its own, to be killed with its workers.
class ReadProcess {
 public:
  ReadProcess(const fs::path& in, const fs::path& out, const std::vector<std::string>& more) {
    std::string line = "exec " + quoted(binary()) + " read " + quoted(in.string()) + " --out " + quoted(out.string());
    for (const std::string& word : more) line += " " + quoted(word);
    child_ = ::fork();
    if (child_ != 0) return;
    ::setpgid(0, 0);
    ::execl("/bin/sh", "sh", "-c", (line + " >/dev/null 2>&1").c_str(), nullptr);
    ::_exit(127);
  }
  ~ReadProcess() { kill(); }
  bool is_running() {
    if (child_ > 0 && ::waitpid(child_, nullptr, WNOHANG) != 0) child_ = 0;
    return child_ > 0;
  }
  void kill() {
    if (child_ <= 0) return;
    ::kill(-child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = 0;
  }

 private:
  pid_t child_ = 0;
};

}  // namespace

TEST_CASE("two reviewers never get the same field and decisions reach record and bundle") {
  const Folder folder;
  make_run(folder.path());
  ReviewServer server(folder / "out");
  Browser ann = signed_in(server), ben(server.port);
  const std::string link = ann.json("/api/reviewers", {{"name", "Ben"}})["link"];
  REQUIRE(ben.sign_in(link.substr(link.find("/sign-in"))));

  const std::string column = a_column(ann);
  REQUIRE_FALSE(column.empty());
  const Json anns = ann.items(column, 1)["items"], bens = ben.items(column, 24)["items"];
  REQUIRE(anns.size() == 1);
  std::set<std::string> names;
  for (const Json& item : bens) names.insert(name_of(item));
  CHECK_FALSE(names.contains(name_of(anns[0])));
  CHECK(name_of(ann.items(column, 1)["items"][0]) == name_of(anns[0]));

  const Json item = anns[0];
  CHECK(ann.get(item["crop"])->body.starts_with("\x89PNG"));
  const Json done = ann.json("/api/decisions", {{"decisions", {confirm(item)}}});
  CHECK(done["results"][0]["outcome"] == "settled");
  CHECK(done["results"][0]["number"] == 1);
  CHECK(done["progress"]["mine"] == 1);
  // The same again, by whoever: it is not as it was shown any more.
  CHECK(ben.json("/api/decisions", {{"decisions", {confirm(item)}}})["results"][0]["outcome"] == "stale");
  CHECK(ben.json("/api/undo", Json::object())["undone"] == nullptr);

  CHECK(server.end(SIGTERM) == 3);
  const Json field = record_field(folder / "out", item["document"], item["field"]);
  CHECK(field["reviewed"] == true);
  CHECK(read_all(folder / "out/documents" / item["document"] / "bundle.json").find("Ann") != std::string::npos);
  CHECK(server.notes().find("1 reviewed") != std::string::npos);
}

TEST_CASE("what is typed blind is never shown before and check says what it would become") {
  const Folder folder;
  make_run(folder.path(), 1, "medication-list");
  ReviewServer server(folder / "out");
  Browser ann = signed_in(server);
  const std::string column = a_column(ann, "rekey");
  REQUIRE_FALSE(column.empty());
  const Json item = ann.items(column)["items"][0];
  for (const char* member : {"value", "display", "text", "candidates", "state", "confidence"})
    CHECK_FALSE(item.contains(member));
  const Json document = ann.json("/api/document?id=" + item["document"].get<std::string>());
  int seen = 0;
  for (const Json& field : document["fields"])
    if (field["mode"] == "rekey" && field["waits"] == true) {
      CHECK_FALSE(field.contains("display"));
      ++seen;
    }
  CHECK(seen > 0);
  const Json checked =
      ann.json("/api/check", {{"document", item["document"]}, {"field", item["field"]}, {"text", "@@ not this @@"}});
  CHECK(checked.contains("understood"));
  CHECK(ann.json("/api/documents")["documents"][0]["id"] == item["document"]);
  CHECK(ann.get(document["pages"][0]["picture"])->body.starts_with("\xff\xd8"));
}

TEST_CASE("a server killed in the middle of decisions has every one that it acknowledged") {
  const Folder folder;
  make_run(folder.path());
  std::vector<Json> acknowledged;
  {
    ReviewServer server(folder / "out");
    Browser ann = signed_in(server);
    std::atomic<int> settled = 0;
    std::thread killer([&] {
      wait_until([&] { return settled >= 5; });
      server.end(SIGKILL);
    });
    acknowledged = confirm_all(ann, settled);
    killer.join();
  }
  REQUIRE(acknowledged.size() >= 5);
  ReviewServer again(folder / "out");
  Browser ann = signed_in(again);
  CHECK(ann.json("/api/work")["chain"]["count"].get<std::size_t>() >= acknowledged.size());
  CHECK(again.end(SIGTERM) == 3);
  for (const Json& item : acknowledged) {
    const Json field = record_field(folder / "out", item["document"], item["field"]);
    CHECK(field["reviewed"] == true);
    CHECK(field["value"] == item["value"]);
  }
  const Ran verified = run_carescan({"verify", (folder / "out").string()});
  CHECK_MESSAGE(verified.exit_code == 0, (verified.out + verified.err));
}

TEST_CASE("a read that is killed while people review costs no decision") {
  const Folder folder;
  make_run(folder.path());
  ReviewServer server(folder / "out");
  Browser ann = signed_in(server);
  std::vector<Json> acknowledged;
  const auto confirm_one = [&] {
    const Json items = ann.items(a_column(ann), 1)["items"];
    REQUIRE(items.size() == 1);
    const Json done = ann.json("/api/decisions", {{"decisions", {confirm(items[0])}}});
    REQUIRE(done["results"][0]["outcome"] == "settled");
    acknowledged.push_back(items[0]);
  };
  confirm_one();
  // Another kind of bundle: every document is read again, under the hands of the reviewer.
  const std::vector<std::string> other{"--bundle", "collection", "--jobs", "1"};
  ReadProcess killed(folder / "in", folder / "out", other);
  wait_until([&] { return fs::exists(folder / "out/.staging") && killed.is_running(); }, 5);
  confirm_one();
  killed.kill();
  confirm_one();
  CHECK(read(folder / "in", folder / "out", other).exit_code == 3);
  confirm_one();
  CHECK(server.end(SIGTERM) == 3);

  for (const Json& item : acknowledged) {
    const Json field = record_field(folder / "out", item["document"], item["field"]);
    CHECK(field["reviewed"] == true);
    CHECK(field["value"] == item["value"]);
    const Json bundle = Json::parse(read_all(folder / "out/documents" / item["document"] / "bundle.json"));
    CHECK(bundle["type"] == "collection");
  }
  CHECK(run_status(folder / "out")["fields"]["reviewed"] == acknowledged.size());
  const Ran verified = run_carescan({"verify", (folder / "out").string()});
  CHECK_MESSAGE(verified.exit_code == 0, (verified.out + verified.err));
}

TEST_CASE("one review a folder and clear words where none can be") {
  const Folder folder;
  make_run(folder.path(), 1);
  ReviewServer server(folder / "out");
  const Ran second = run_carescan({"review", (folder / "out").string(), "--no-browser"});
  CHECK(second.exit_code == 2);
  CHECK_MESSAGE(second.err.find("review-busy") != std::string::npos, second.err);
  CHECK(second.out.empty());

  fs::copy(folder / "out", folder / "other", fs::copy_options::recursive);
  const Ran taken =
      run_carescan({"review", (folder / "other").string(), "--no-browser", "--port", std::to_string(server.port)});
  CHECK(taken.exit_code == 2);
  CHECK_MESSAGE(taken.err.find("port-in-use") != std::string::npos, taken.err);

  const Ran missing = run_carescan({"review", (folder / "nothing").string(), "--no-browser"});
  CHECK(missing.exit_code == 2);
  CHECK(missing.err.find("out-missing") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "nothing"));
  CHECK(run_carescan({"review", (folder / "out").string(), "--port", "70000"}).exit_code == 2);
  CHECK(run_carescan({"review", (folder / "out").string(), "--reviewer", ""}).exit_code == 2);
}
