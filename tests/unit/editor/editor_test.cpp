#include "src/editor/editor.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <memory>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/forms/edit_text.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "src/editor/editor_files.hpp"
#include "src/editor/form_file.hpp"
#include "src/review/refused.hpp"
#include "tests/support/run.hpp"

namespace fs = std::filesystem;
using namespace carescan;
using web::Json;
using web::Refused;

namespace {

const std::string text = R"({
  "id": "tea-list",
  "version": "1.0",
  "title": "Tea list",
  "pages": [{"number": 1, "width_mm": 210, "height_mm": 297}],
  "fields": [
    {"name": "surname",  "label": "Surname", "kind": "text", "page": 1, "box": [15, 40, 75, 8.4]},
    {"name": "sugar", "label": "Takes sugar", "kind": "text", "page": 1, "box": [15, 60, 30, 8.0]}
  ]
}
)";

/// A form in a folder, its editor, and a reader that is no program.
struct Desk {
  test::Folder folder;
  fs::path form = folder / "tea-list";
  editor::TryOut try_out{"/no/such/program", folder / "work"};
  std::unique_ptr<editor::Editor> editor;

  Desk() {
    fs::create_directories(form);
    put(text);
    editor = std::make_unique<editor::Editor>(
        form, [](const fs::path&) { return std::vector<Raster>{make_raster(210, 297, 1)}; }, try_out);
  }
  void put(const std::string& bytes) const { std::ofstream(form / "form.json", std::ios::binary) << bytes; }
  std::string now() const { return batch::read_file(form / "form.json"); }
  Json json() const { return Json::parse(editor->load().at("text").get<std::string>()); }
};

template <typename Action>
std::pair<int, std::string> refused(const Action& action) {
  try {
    action();
  } catch (const Refused& why) {
    return {why.status, why.code};
  }
  return {0, ""};
}

bool has(const Json& findings, const std::string& id, const std::string& pointer) {
  return std::ranges::any_of(findings, [&](const Json& one) { return one["id"] == id && one["pointer"] == pointer; });
}

}  // namespace

TEST_CASE("editor: a form with its pages and what is wrong with it") {
  Desk desk;
  const Json loaded = desk.editor->load();
  CHECK(loaded["text"] == text);
  CHECK(loaded["pages"][0]["picture"] == "/blank/1.png");
  CHECK(has(loaded["findings"], "blank-missing", "/blank"));
  CHECK(desk.editor->picture("/blank/1.png").type == "image/png");
  for (const char* path :
       {"/blank/2.png", "/blank/1", "/form.json", "/tried/1.jpg", "/tried/surname.png", "/tried/.png"})
    CHECK(refused([&] { desk.editor->picture(path); }).first == 404);
}

TEST_CASE("editor: what is on the screen is checked and form.json is left alone") {
  Desk desk;
  Json form = desk.json();
  CHECK(desk.editor->check(form)["changed"] == false);
  form["fields"][1]["box"][1] = 44;
  const Json checked = desk.editor->check(form);
  CHECK(std::ranges::any_of(checked["findings"], [](const Json& one) { return one["id"] == "boxes-overlap"; }));
  CHECK(checked["changed"] == true);
  CHECK(checked["version_note"].get<std::string>().find("still 1.0") != std::string::npos);
  form["version"] = "1.1";
  CHECK(desk.editor->check(form)["version_note"] == "");
  form["fields"][0]["name"] = "Not A Name";
  CHECK(has(desk.editor->check(form)["findings"], "schema", "/fields/0/name"));
  CHECK(desk.now() == text);
}

TEST_CASE("editor: saving writes what was changed and nothing else") {
  Desk desk;
  fs::permissions(desk.form / "form.json", fs::perms(0640));
  const std::string sha256 = desk.editor->load()["sha256"];
  CHECK(desk.editor->save(desk.json(), sha256)["sha256"] == sha256);
  CHECK(desk.now() == text);
  Json form = desk.json();
  form["fields"][0]["label"] = "Family name";
  const Json saved = desk.editor->save(form, sha256);
  std::string wanted = text;
  wanted.replace(wanted.find("\"Surname\""), 9, "\"Family name\"");
  CHECK(desk.now() == wanted);
  CHECK(saved["sha256"] != sha256);
  CHECK(fs::status(desk.form / "form.json").permissions() == fs::perms(0640));
  CHECK(std::distance(fs::directory_iterator(desk.form), {}) == 1);
}

TEST_CASE("editor: nothing is saved over what somebody else wrote and nothing that is no form") {
  Desk desk;
  const std::string sha256 = desk.editor->load()["sha256"];
  Json form = desk.json();
  form["fields"][0].erase("label");
  CHECK(refused([&] { desk.editor->save(form, sha256); }) == std::pair{422, std::string("form-invalid")});
  CHECK(desk.now() == text);
  const std::string theirs = text + "\n";
  desk.put(theirs);
  CHECK(refused([&] { desk.editor->save(Json::parse(text), sha256); }) == std::pair{409, std::string("form-changed")});
  CHECK(desk.now() == theirs);
  CHECK(std::distance(fs::directory_iterator(desk.form), {}) == 1);
  CHECK(refused([&] { desk.editor->check(Json::array()); }).first == 400);
}

TEST_CASE("editor: a linked form.json stays a link") {
  Desk desk;
  fs::rename(desk.form / "form.json", desk.folder / "real.json");
  fs::create_symlink(desk.folder / "real.json", desk.form / "form.json");
  Json form = desk.json();
  form["title"] = "Tea";
  desk.editor->save(form, desk.editor->load()["sha256"]);
  CHECK(fs::is_symlink(desk.form / "form.json"));
  CHECK(desk.now().find("\"Tea\"") != std::string::npos);
}

TEST_CASE("editor: a text that is no form is mended by hand") {
  test::Folder folder;
  std::ofstream(folder / "form.json") << "{\"id\": 1}";
  editor::TryOut try_out("/no/such/program", folder / "work");
  CHECK_THROWS_AS(editor::Editor(folder.path(), nullptr, try_out), Failure);
}

TEST_CASE("editor: scans that are none are refused and a reader that fails is told") {
  Desk desk;
  CHECK(refused([&] { desk.editor->try_on(desk.json()); }).second == "no-scan");
  CHECK(refused([&] { desk.try_out.take("Dear Sir"); }).second == "not-a-scan");
  CHECK(refused([&] { desk.try_out.take(""); }).second == "not-a-scan");
  CHECK(refused([&] { desk.editor->try_on(desk.json()); }).second == "no-scan");
  desk.try_out.take(intake::encode_png(make_raster(40, 60, 1), 100));
  CHECK(refused([&] { desk.editor->try_on(desk.json()); }).second == "not-read");
}

TEST_CASE("editor: what the page needs is there once") {
  for (const char* name : {"index.html", "editor.css", "editor.js", "app.css", "api.js", "dom.js", "icon.svg"})
    CHECK_MESSAGE(std::ranges::count(editor::editor_files(), name, &web::PageFile::name) == 1, name);
}

TEST_CASE("editor: uploads go to one address only") {
  Desk desk;
  web::Sessions sessions({desk.folder.path()}, [] { return std::int64_t{0}; });
  const web::Site site = editor::editor_site(*desk.editor, desk.try_out, sessions);
  CHECK(site.longest_upload("/api/scan") == 20U << 20U);
  for (const char* path : {"/api/save", "/api/lint", "/", "/api/scan/"}) CHECK(site.longest_upload(path) == 0);
  CHECK_FALSE(site.get("/api/work", {}).has_value());
  CHECK_FALSE(site.post("/api/decisions", {}).has_value());
  CHECK(site.get("/api/form", {})->at("folder") == "tea-list");
}
