#include "pipeline/rehearsal/synth.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/delivery.hpp"
#include "tests/unit/rehearsal/test_form.hpp"
#include "tests/unit/rehearsal/test_ink.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

using Files = std::map<std::string, std::string>;

Files files_in(const std::filesystem::path& folder) {
  Files files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.is_regular_file()) files[entry.path().filename().string()] = test::bytes_of(entry.path());
  return files;
}

Files synth_once(const std::string& name, std::uint64_t seed, int count) {
  const test::ScratchFolder scratch(name);
  const FormTemplate form = test::small_form();
  SynthOptions options{.count = count, .seed = seed, .scanner = "office"};
  options.ink = {test::full_ink(scratch.path, {"anna", "bob"})};
  synth(form, test::printed_blanks(form), options, scratch.path / "out");
  return files_in(scratch.path / "out");
}

nlohmann::json truth_of(const Files& files, const std::string& name) {
  return nlohmann::json::parse(files.at(name + ".truth.json"));
}

}  // namespace

TEST_CASE("the same seed writes the same bytes and another seed does not") {
  const Files first = synth_once("synth-a", 1, 2);
  CHECK(first.size() == 4);
  CHECK(first == synth_once("synth-b", 1, 2));
  CHECK(first != synth_once("synth-c", 2, 2));
}

TEST_CASE("asking for more forms does not change the first ones") {
  const Files two = synth_once("synth-two", 5, 2), one = synth_once("synth-one", 5, 1);
  for (const auto& [name, bytes] : one) CHECK(two.at(name) == bytes);
}

TEST_CASE("truth names the source and every page and field") {
  const Files files = synth_once("synth-truth", 3, 1);
  const auto truth = truth_of(files, "small-form-0001");
  CHECK(files.contains(truth.at("source").get<std::string>()));
  const auto& document = truth.at("documents").at(0);
  CHECK(document.at("form") == "small-form");
  REQUIRE(document.at("pages").size() == 2);
  CHECK(document.at("pages").at(1).at("source_page") == 2);
  CHECK(document.at("pages").at(0).at("corners_px").size() == 4);
  const FormTemplate form = test::small_form();
  REQUIRE(document.at("fields").size() == form.fields.size());
  for (const Field& field : form.fields) CHECK(document.at("fields").at(field.name).contains("state"));
}

TEST_CASE("truth keeps the corners of a field on one line") {
  const std::string text = truth_json(
      "a.pdf", {{.form = "f",
                 .pages = {{.raster = {}, .fields_px = {{"x", {{{1.234, 2}, {-3, 4}}}}}}},
                 .source_pages = {1},
                 .fields = {{"x", {.state = FieldState::read, .value = std::string("said \"[ 1, 2 ]\"")}}}}});
  CHECK(text.find("\"x\": [[1.23,2.0],[-3.0,4.0],[0.0,0.0],[0.0,0.0]]") != std::string::npos);
  const auto truth = nlohmann::json::parse(text);
  CHECK(truth.at("documents").at(0).at("fields").at("x").at("value") == "said \"[ 1, 2 ]\"");
}

TEST_CASE("forms take turns among the writers") {
  const Files files = synth_once("synth-writers", 4, 2);
  const auto writer = [&](const char* name) {
    return truth_of(files, name).at("documents").at(0).at("writer").get<std::string>();
  };
  CHECK(writer("small-form-0001") != writer("small-form-0002"));
}

TEST_CASE("a ticked none box makes the list none in the truth") {
  const FormTemplate form = test::small_form();
  const auto blanks = test::printed_blanks(form);
  const test::ScratchFolder scratch("synth-none");
  SynthOptions options{.count = 1, .seed = 1};
  options.ink = {test::full_ink(scratch.path, {"anna"})};
  int ticked = 0;
  for (options.seed = 0; options.seed < 12; ++options.seed) {
    synth(form, blanks, options, scratch.path / "out");
    const auto fields = truth_of(files_in(scratch.path / "out"), "small-form-0001").at("documents").at(0).at("fields");
    const bool none = fields.at("no_known_allergies").at("value") == true;
    CHECK((fields.at("allergy_1_substance").at("state") == "none") == none);
    ticked += none ? 1 : 0;
  }
  CHECK(ticked > 0);
}

TEST_CASE("page images are numbered in a folder and the truth names the first") {
  const test::ScratchFolder scratch("deliver");
  const FormTemplate form = test::small_form();
  const TrueDocument document{.form = form.id};
  deliver(scratch.path, "pages", Container::png_pages, {make_raster(20, 30), make_raster(20, 30)}, {}, {document});
  CHECK(std::filesystem::exists(scratch.path / "pages" / "page-002.png"));
  CHECK(truth_of(files_in(scratch.path), "pages").at("source") == "pages/page-001.png");
}

TEST_CASE("TIFFs of one page each lie apart so that they are not taken for pages of one source") {
  const test::ScratchFolder scratch("synth-tiff");
  const FormTemplate form = test::small_form();
  const std::vector<Raster> one{make_raster(20, 30)}, two{make_raster(20, 30), make_raster(20, 30)};
  deliver(scratch.path, "one-0001", Container::tiff_g4, one, {}, {{.form = form.id}});
  deliver(scratch.path, "two-0001", Container::tiff_g4, two, {}, {{.form = form.id}});
  CHECK(std::filesystem::exists(scratch.path / "one-0001" / "page-001.tif"));
  CHECK(truth_of(files_in(scratch.path), "one-0001").at("source") == "one-0001/page-001.tif");
  CHECK(truth_of(files_in(scratch.path), "two-0001").at("source") == "two-0001.tif");
}

TEST_CASE("files of a fax say that its pixels are not square") {
  const FormTemplate form = test::small_form();
  const test::ScratchFolder scratch("synth-fax");
  Scanner scanner{.dpi = 204, .tone = Tone::bilevel, .fax = FaxLine{.rows_per_inch = 98}};
  for (const Container container : {Container::tiff_g4, Container::pdf_ccitt}) {
    const std::string name = container == Container::tiff_g4 ? "fax/page-001.tif" : "fax.pdf";
    deliver(scratch.path, "fax", container, {make_raster(1728, 1146)}, scanner, {{.form = form.id}});
    const Raster seen = intake::load_pages(scratch.path / name, {}).at(0);
    CHECK(seen.width == 1728);
    CHECK(seen.height == std::lround(1146 * 204 / 98.0));
  }
}

TEST_CASE("a photographed form is a folder of pictures") {
  const FormTemplate form = test::small_form();
  const test::ScratchFolder scratch("synth-phone");
  SynthOptions options{.count = 1, .seed = 3, .scanner = "phone"};
  options.ink = {test::full_ink(scratch.path, {"anna"})};
  synth(form, test::printed_blanks(form), options, scratch.path / "out");
  CHECK(std::filesystem::exists(scratch.path / "out" / "small-form-0001" / "page-002.jpg"));
  const auto page = truth_of(files_in(scratch.path / "out"), "small-form-0001").at("documents").at(0).at("pages").at(0);
  CHECK(page.at("fields_px").at("surname").size() == 4);
}

TEST_CASE("a folder that cannot be written fails with its code") {
  const test::ScratchFolder scratch("unwritable");
  std::ofstream(scratch.path / "file") << "not a folder";
  try {
    deliver(scratch.path / "file", "x", Container::png_pages, {make_raster(20, 30)}, {}, {});
    FAIL("wrote into a file as if it were a folder");
  } catch (const Failure& failure) {
    CHECK(failure.code == "file-unwritable");
  }
}
