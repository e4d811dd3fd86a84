#include "pipeline/forms/load.hpp"

#include <doctest/doctest.h>

#include "form_folder.hpp"
#include "pipeline/model/failure.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

Failure failure_of(const auto& call) {
  try {
    call();
  } catch (const Failure& failure) {
    return failure;
  }
  return {};
}

}  // namespace

TEST_CASE("load_form: every member of a field comes through") {
  Folder folder;
  auto form = sound_form();
  form["blank"] = "scan.tiff";
  form["fields"].push_back(nlohmann::json::parse(R"({
    "name": "weight", "label": "Weight", "kind": "number", "page": 1, "box": [10, 50, 20, 8],
    "cells": [[10, 50, 5, 8], [15, 50, 5, 8], [20, 50, 5, 8], [25, 50, 5, 8]], "content": "either", "required": true,
    "critical": true, "alphabet": "digits", "unit": "kg", "decimals": 1, "max_length": 4, "help": "No shoes.",
    "rules": [{"rule": "range", "min": 20, "max": 250.5}]})"));
  form["fields"].push_back(nlohmann::json::parse(R"({
    "name": "born", "label": "Born", "kind": "date", "page": 1, "box": [10, 60, 40, 8], "layout": "DDMMYYYY",
    "rules": [{"rule": "not_before", "argument": "1900-01-01"}]})"));
  form["fields"].push_back(nlohmann::json::parse(R"({
    "name": "milk", "label": "Milk", "kind": "choice", "page": 1, "box": [10, 70, 40, 8], "lines": 2,
    "options": [{"code": "yes", "label": "Yes", "box": [10, 70, 5, 5]}, {"code": "no", "label": "No", "box": [30, 70, 5, 5]}]})"));
  form["fields"].push_back(nlohmann::json::parse(R"({
    "name": "nothing", "label": "Nothing", "kind": "none_box", "page": 1, "box": [80, 10, 5, 5], "ties": "surname"})"));
  form["rules"] =
      nlohmann::json::parse(R"([{"rule": "if_then", "fields": ["surname", "born"], "message": "Born when?"}])");
  form["gates"] = {{"silently_wrong", 0}};
  form["match"] = {{"code", "carescan:tea-list:1.0:{page}"}};

  const FormTemplate loaded = load_form(write_form(folder.path / "tea", form));
  CHECK(loaded.id == "tea-list");
  CHECK(loaded.version == "1.0");
  CHECK(loaded.title == "Tea list");
  CHECK(loaded.folder == folder.path / "tea");
  CHECK(loaded.blank == folder.path / "tea" / "scan.tiff");
  CHECK(loaded.sha256.empty());
  REQUIRE(loaded.pages.size() == 1);
  CHECK(loaded.pages[0].width_mm == 100);
  CHECK(loaded.pages[0].code == "carescan:tea-list:1.0:1");
  REQUIRE(loaded.fields.size() == 6);

  const Field& weight = *loaded.find("weight");
  CHECK(weight.kind == FieldKind::number);
  CHECK(weight.box == BoxMm{10, 50, 20, 8});
  REQUIRE(weight.cells.size() == 4);
  CHECK(weight.cells[3] == BoxMm{25, 50, 5, 8});
  CHECK(weight.content == Content::either);
  CHECK(weight.required);
  CHECK(weight.critical);
  CHECK(weight.alphabet == "digits");
  CHECK(weight.unit == "kg");
  CHECK(weight.decimals == 1);
  CHECK(weight.max_length == 4);
  CHECK(weight.help == "No shoes.");
  REQUIRE(weight.rules.size() == 1);
  CHECK(weight.rules[0].min == 20);
  CHECK(weight.rules[0].max == 250.5);

  CHECK(loaded.find("born")->layout == "DDMMYYYY");
  CHECK(loaded.find("born")->rules[0].argument == "1900-01-01");
  CHECK_FALSE(loaded.find("born")->rules[0].min.has_value());
  REQUIRE(loaded.find("milk")->options.size() == 2);
  CHECK(loaded.find("milk")->options[1].code == "no");
  CHECK(loaded.find("milk")->options[1].box == BoxMm{30, 70, 5, 5});
  CHECK(loaded.find("milk")->lines == 2);
  CHECK(loaded.find("nothing")->ties == "surname");
  REQUIRE(loaded.rules.size() == 1);
  CHECK(loaded.rules[0].fields == std::vector<std::string>{"surname", "born"});
  CHECK(loaded.rules[0].message == "Born when?");
  CHECK(nlohmann::json::parse(loaded.gates_json)["silently_wrong"] == 0);
}

TEST_CASE("load_form: what is left out has its default") {
  Folder folder;
  const FormTemplate loaded = load_form(write_form(folder.path, sound_form()));
  CHECK(loaded.blank == folder.path / "blank.pdf");
  CHECK(loaded.gates_json == "{}");
  const Field& field = loaded.fields[0];
  CHECK(field.content == Content::handwritten);
  CHECK_FALSE(field.required);
  CHECK_FALSE(field.critical);
  CHECK(field.lines == 1);
  CHECK(field.max_length == 0);
  CHECK(field.cells.empty());
}

TEST_CASE("load_form: the mapping keeps the order it was written in") {
  Folder folder;
  write(folder.path / "form.json", R"({"id": "a", "version": "1", "title": "A",
    "pages": [{"number": 1, "width_mm": 100, "height_mm": 100}],
    "fields": [{"name": "x", "label": "X", "kind": "text", "page": 1, "box": [1, 1, 9, 9]}],
    "fhir": [{"resourceType": "Patient", "name": [{"use": "official", "family": "{{x}}"}], "active": true}]})");
  CHECK(load_form(folder.path).fhir_json ==
        R"([{"resourceType":"Patient","name":[{"use":"official","family":"{{x}}"}],"active":true}])");
}

TEST_CASE("load_form: a folder without form.json is template-missing") {
  Folder folder;
  const Failure failure = failure_of([&] { load_form(folder.path); });
  CHECK(failure.code == "template-missing");
  CHECK(failure.path == (folder.path / "form.json").string());
}

TEST_CASE("load_form: broken JSON names line and column") {
  Folder folder;
  write(folder.path / "form.json", "{\n  \"id\": \"a\",\n  \"version\" 1\n}");
  const Failure failure = failure_of([&] { load_form(folder.path); });
  CHECK(failure.code == "template-invalid");
  CHECK(failure.why.find("line 3 column 13") != std::string::npos);
}

TEST_CASE("load_form: a schema error names its pointer and how many more there are") {
  Folder folder;
  auto form = sound_form();
  form["fields"][1]["kind"] = "tickbox";
  form["fields"][0]["box"] = {1, 2, 3};
  const Failure failure = failure_of([&] { load_form(write_form(folder.path, form)); });
  CHECK(failure.code == "template-invalid");
  CHECK(failure.why.find("/fields/0/box") != std::string::npos);
  CHECK(failure.why.find("(and 1 more)") != std::string::npos);
  CHECK(failure.hint.find("template check") != std::string::npos);
}

TEST_CASE("load_form: a form that would be misread is refused though its schema is right") {
  Folder folder;
  auto form = sound_form();
  form["fields"][1]["name"] = "surname";
  const Failure failure = failure_of([&] { load_form(write_form(folder.path, form)); });
  CHECK(failure.code == "template-invalid");
  CHECK(failure.why.find("/fields/1/name") != std::string::npos);
}

TEST_CASE("load_catalogue: forms of folders and of folders of folders by id and version") {
  Folder folder;
  auto form = sound_form();
  write_form(folder.path / "b", form);
  form["version"] = "0.9";
  write_form(folder.path / "old" / "0.9", form);
  form["id"] = "apples";
  write_form(folder.path / "z", form);
  write(folder.path / "lexicons" / "names.txt", "Ann\n");

  const auto forms = load_catalogue({folder.path});
  REQUIRE(forms.size() == 3);
  CHECK(forms[0].id == "apples");
  CHECK(forms[1].version == "0.9");
  CHECK(forms[2].folder == folder.path / "b");
}

TEST_CASE("load_catalogue: a folder named twice counts once") {
  Folder folder;
  write_form(folder.path / "tea", sound_form());
  CHECK(load_catalogue({folder.path, folder.path / "tea"}).size() == 1);
}

TEST_CASE("load_catalogue: the same id and version twice is template-duplicate") {
  Folder folder;
  write_form(folder.path / "one", sound_form());
  write_form(folder.path / "two", sound_form());
  const Failure failure = failure_of([&] { load_catalogue({folder.path}); });
  CHECK(failure.code == "template-duplicate");
  CHECK(failure.path == (folder.path / "two").string());
}

TEST_CASE("load_catalogue: no form at all is template-missing") {
  Folder folder;
  CHECK(failure_of([&] { load_catalogue({folder.path}); }).code == "template-missing");
  CHECK(failure_of([&] { load_catalogue({folder.path / "nowhere"}); }).code == "template-missing");
}

TEST_CASE("load_catalogue: one bad form among good ones is not passed over") {
  Folder folder;
  write_form(folder.path / "good", sound_form());
  write(folder.path / "bad" / "form.json", "{");
  CHECK(failure_of([&] { load_catalogue({folder.path}); }).code == "template-invalid");
}

TEST_CASE("load_lexicon: the form's own file is taken before the catalogue's") {
  Folder folder;
  const FormTemplate form = load_form(write_form(folder.path / "tea", sound_form()));
  write(folder.path / "lexicons" / "teas.txt", "# kinds of tea\nAssam\r\n\n  Earl Grey  # scented\n");
  CHECK(load_lexicon(form, "teas") == std::vector<std::string>{"Assam", "Earl Grey"});
  write(folder.path / "tea" / "lexicons" / "teas.txt", "Darjeeling\n");
  CHECK(load_lexicon(form, "teas") == std::vector<std::string>{"Darjeeling"});
}

TEST_CASE("load_lexicon: a form kept by version finds the catalogue's lexicons too") {
  Folder folder;
  const FormTemplate form = load_form(write_form(folder.path / "tea" / "2.0", sound_form()));
  write(folder.path / "lexicons" / "teas.txt", "Assam\n");
  CHECK(load_lexicon(form, "teas").size() == 1);
}

TEST_CASE("load_lexicon: a name without a file is lexicon-missing") {
  Folder folder;
  const FormTemplate form = load_form(write_form(folder.path, sound_form()));
  const Failure failure = failure_of([&] { load_lexicon(form, "teas"); });
  CHECK(failure.code == "lexicon-missing");
  CHECK_FALSE(failure.hint.empty());
}
