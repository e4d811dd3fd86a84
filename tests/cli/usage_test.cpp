#include <doctest/doctest.h>

#include "tests/support/run.hpp"

using namespace carescan::test;

TEST_CASE("carescan alone shows examples first") {
  for (const auto& arguments : {std::vector<std::string>{}, {"--help"}}) {
    const Ran ran = run_carescan(arguments);
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find("carescan read scans/ --out out") < ran.out.find("merge"));
  }
}

TEST_CASE("every command tells its options") {
  for (const std::string command : {"read", "merge", "status", "validate", "synth", "score", "doctor"}) {
    const Ran ran = run_carescan({command, "--help"});
    CHECK(ran.exit_code == 0);
    CHECK(ran.out.find("carescan " + command) == 0);
  }
}

TEST_CASE("wrong arguments end with 2 and say what to do") {
  const Folder folder;
  CHECK(run_carescan({"raed"}).exit_code == 2);
  CHECK(run_carescan({"read", "--no-such-option"}).exit_code == 2);
  CHECK(run_carescan({"read", folder.path().string()}).err.find("--out is missing") != std::string::npos);
  CHECK(run_carescan({"read", "--out", (folder / "out").string()}).err.find("PATH is missing") != std::string::npos);
  CHECK(run_carescan({"read", "x", "--out", "y", "--jobs", "0"}).exit_code == 2);
  CHECK(run_carescan({"read", "x", "--out", "y", "--shard", "4/4"}).exit_code == 2);
  CHECK(run_carescan({"read", "x", "--out", "y", "--bundle", "parcel"}).exit_code == 2);
}

TEST_CASE("an output folder that cannot be one ends with 2 and is left alone") {
  const Folder folder;
  fs::create_directories(folder / "in");
  write_all(folder / "notes.txt", "keep me");
  for (const std::string& out : {(folder / "notes.txt").string(), std::string()}) {
    const Ran ran = run_carescan({"read", (folder / "in").string(), "--out", out});
    CHECK(ran.exit_code == 2);
    CHECK_MESSAGE(ran.err.find("carescan: --out ") == 0, ran.err);
  }
  CHECK(read_all(folder / "notes.txt") == "keep me");
}

TEST_CASE("template --help lists the template commands") {
  const Ran ran = run_carescan({"template", "--help"});
  CHECK(ran.exit_code == 0);
  CHECK(ran.out.find("carescan template check DIR...") != std::string::npos);
  CHECK(ran.out.find("carescan template show DIR") != std::string::npos);
}

TEST_CASE("a path that is not there is named and ends with 2") {
  const Folder folder;
  const Ran ran = run_carescan({"read", (folder / "nowhere").string(), "--out", (folder / "out").string()});
  CHECK(ran.exit_code == 2);
  CHECK(ran.err.find("nowhere") != std::string::npos);
  CHECK(ran.err.find("path-missing") != std::string::npos);
}

TEST_CASE("status of a folder that no run made is a clear error") {
  const Folder folder;
  const Ran ran = run_carescan({"status", folder.path().string()});
  CHECK(ran.exit_code == 2);
  CHECK(ran.err.find("out-missing") != std::string::npos);
}

TEST_CASE("an empty folder gives an empty run that balances") {
  const Folder folder;
  fs::create_directories(folder / "in");
  CHECK(run_carescan({"read", (folder / "in").string(), "--out", (folder / "out").string()}).exit_code == 0);
  const Ran status = run_carescan({"status", (folder / "out").string(), "--json"});
  CHECK(status.exit_code == 0);
  CHECK(status.out.find("\"balances\": true") != std::string::npos);
}

TEST_CASE("the doctor finds what reading needs") {
  const Ran ran = run_carescan({"doctor"});
  CHECK_MESSAGE(ran.out.find("prepared for 8 of 8 forms") != std::string::npos, ran.out);
  CHECK(ran.exit_code == 0);
  CHECK(ran.out.find("missing") == std::string::npos);
}

TEST_CASE("validate tells a bundle that is none") {
  const Folder folder;
  write_all(folder / "bad.json", "{\"resourceType\":\"Patient\",\"birthDate\":\"1938-02-30\"}");
  const Ran ran = run_carescan({"validate", (folder / "bad.json").string()});
  CHECK(ran.exit_code == 3);
  CHECK(ran.out.find("Patient.birthDate") != std::string::npos);
  CHECK(ran.out.find("1938") == std::string::npos);
}

TEST_CASE("validate of a folder says that it is one and goes on with the others") {
  const Folder folder;
  write_all(folder / "bad.json", "{}");
  const std::vector<std::string> files{folder.path().string(), (folder / "bad.json").string()};
  const Ran ran = run_carescan({"validate", files[0], files[1]});
  CHECK(ran.exit_code == 4);
  CHECK_MESSAGE(ran.err.find("this is a folder") != std::string::npos, ran.err);
  CHECK(ran.out.find("bad.json: has errors") != std::string::npos);

  // With --json the outcomes stay in step with the files: the first tells of the folder.
  const Ran json = run_carescan({"validate", "--json", files[0], files[1]});
  CHECK(json.exit_code == 4);
  const std::size_t second = json.out.find("OperationOutcome", json.out.find("OperationOutcome") + 1);
  REQUIRE(second != std::string::npos);
  CHECK(json.out.find("this is a folder") < second);
  CHECK(json.out.find("\"fatal\"") < second);
}

TEST_CASE("the shipped templates pass their check in every format") {
  const std::string folder = (source_dir() / "templates").string();
  for (const std::string format : {"text", "json", "junit", "sarif"}) {
    const Ran ran = run_carescan({"template", "check", folder, "--format", format});
    CHECK_MESSAGE(ran.exit_code == 0, ran.out);
  }
}

TEST_CASE("a template with an unknown kind is refused with its place") {
  const Folder folder;
  write_all(folder / "form/form.json",
            R"({"id":"x","version":"1.0","title":"X","pages":[{"number":1,"width_mm":210,"height_mm":297}],
                "fields":[{"name":"a","label":"A","kind":"radio","page":1,"box":[10,10,20,8]}]})");
  const Ran ran = run_carescan({"template", "check", (folder / "form").string()});
  CHECK(ran.exit_code == 2);
  CHECK(ran.out.find("/fields/0/kind") != std::string::npos);
}

TEST_CASE("a blank that is damaged is a finding and the other findings stay") {
  const Folder folder;
  fs::copy(source_dir() / "templates/care-plan", folder / "form", fs::copy_options::recursive);
  fs::copy(source_dir() / "templates/lexicons", folder / "lexicons");
  write_all(folder / "form/blank.pdf", "%PDF-1.4 and then nothing");
  const Ran ran = run_carescan({"template", "check", (folder / "form").string(), "--format", "json"});
  CHECK(ran.exit_code == 2);
  CHECK(ran.out.find("blank-unreadable") != std::string::npos);
  CHECK(ran.out.find("unmapped-field") != std::string::npos);
}

TEST_CASE("a mapping that no bundle could hold is found before anything is read") {
  for (const auto& [good, bad] :
       {std::pair{"\"birthDate\"", "\"birthDay\""}, {"{{date_of_birth}}", "{{date_of_birth | zzz}}"}}) {
    const Folder folder;
    fs::copy(source_dir() / "templates/care-plan", folder / "form", fs::copy_options::recursive);
    fs::copy(source_dir() / "templates/lexicons", folder / "lexicons");
    std::string form = read_all(folder / "form/form.json");
    REQUIRE(form.find(good) != std::string::npos);
    form.replace(form.find(good), std::string(good).size(), bad);
    write_all(folder / "form/form.json", form);
    const Ran ran = run_carescan({"template", "check", (folder / "form").string()});
    CHECK(ran.exit_code == 2);
    CHECK_MESSAGE(ran.out.find("mapping-invalid") != std::string::npos, ran.out);
  }
}

TEST_CASE("template show draws a picture") {
  const Folder folder;
  const Ran ran = run_carescan(
      {"template", "show", (source_dir() / "templates/care-plan").string(), "--out", (folder / "show.png").string()});
  CHECK(ran.exit_code == 0);
  CHECK(read_all(folder / "show.png").starts_with("\x89PNG"));
}

TEST_CASE("template show into a kind of file it cannot write ends with 2") {
  const Folder folder;
  const Ran ran = run_carescan(
      {"template", "show", (source_dir() / "templates/care-plan").string(), "--out", (folder / "show.bmp").string()});
  CHECK(ran.exit_code == 2);
  CHECK_MESSAGE(ran.err.find(".png or .html") != std::string::npos, ran.err);
  CHECK_FALSE(fs::exists(folder / "show.bmp"));
}
