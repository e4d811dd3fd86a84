// The forms that carescan ships with, against their own blanks. Pages are rendered by pdftoppm (poppler-utils).
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "form_folder.hpp"
#include "pipeline/forms/lint.hpp"
#include "pipeline/forms/load.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

const std::filesystem::path templates = std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates";

/// A binary PGM (P5, 8 bit) as pdftoppm writes it.
Raster read_pgm(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string magic;
  int width = 0, height = 0, top = 0;
  stream >> magic >> width >> height >> top;
  REQUIRE(magic == "P5");
  stream.get();
  Raster raster = make_raster(width, height);
  stream.read(reinterpret_cast<char*>(raster.pixels.data()), static_cast<std::streamsize>(raster.pixels.size()));
  REQUIRE(stream.good());
  return raster;
}

/// Empty when pdftoppm is not there.
std::vector<Raster> render(const FormTemplate& form, int dpi) {
  Folder folder;
  const std::string command = "pdftoppm -gray -r " + std::to_string(dpi) + " '" + form.blank.string() + "' '" +
                              (folder.path / "p").string() + "' 2>/dev/null";
  if (std::system(command.c_str()) != 0) return {};
  std::vector<Raster> pages;
  for (const FormPage& page : form.pages)
    pages.push_back(read_pgm(folder.path / ("p-" + std::to_string(page.number) + ".pgm")));
  return pages;
}

/// Middle (weighted by darkness) of the line nearest to where it should be: `at` along one axis, looked for within
/// 0.6 mm at the middle of the other. NaN when there is none.
double line_near(const Raster& page, double px_per_mm, bool vertical, double at_mm, double across_mm) {
  double weight = 0, sum = 0;
  const int across = static_cast<int>(across_mm * px_per_mm);
  for (int i = static_cast<int>((at_mm - 0.6) * px_per_mm); i <= static_cast<int>((at_mm + 0.6) * px_per_mm); ++i) {
    const int x = vertical ? i : across, y = vertical ? across : i;
    const double dark =
        255 -
        page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) + static_cast<std::size_t>(x)];
    weight += dark;
    sum += dark * (i + 0.5);
  }
  return weight < 60 ? std::nan("") : sum / weight / px_per_mm;
}

/// Median over five places along a line, so that a letter's tail or a ruled line that touches it does not count.
double line_of(const Raster& page, double px_per_mm, bool vertical, double at_mm, double from_mm, double length_mm) {
  std::vector<double> found;
  for (const double part : {0.15, 0.3, 0.42, 0.7, 0.85})
    found.push_back(line_near(page, px_per_mm, vertical, at_mm, from_mm + part * length_mm));
  for (const double one : found)
    if (std::isnan(one)) return one;
  std::sort(found.begin(), found.end());
  return found[2];
}

/// How far the four lines of a frame are from the edges of its box at most, mm; 9 when one is not there.
double frame_error_mm(const Raster& page, double px_per_mm, const BoxMm& box) {
  const double off[] = {line_of(page, px_per_mm, true, box.x, box.y, box.height) - box.x,
                        line_of(page, px_per_mm, true, box.right(), box.y, box.height) - box.right(),
                        line_of(page, px_per_mm, false, box.y, box.x, box.width) - box.y,
                        line_of(page, px_per_mm, false, box.bottom(), box.x, box.width) - box.bottom()};
  double worst = 0;
  for (const double o : off) worst = std::isnan(o) ? 9 : std::max(worst, std::abs(o));
  return worst;
}

std::vector<BoxMm> frames_of(const Field& field) {
  std::vector<BoxMm> boxes = field.cells;
  for (const Option& option : field.options) boxes.push_back(option.box);
  if (boxes.empty()) boxes.push_back(field.box);
  return boxes;
}

}  // namespace

TEST_CASE("shipped forms: the catalogue loads and care-plan is in it") {
  const auto forms = load_catalogue({templates});
  REQUIRE_FALSE(forms.empty());
  const auto plan = std::find_if(forms.begin(), forms.end(), [](const FormTemplate& f) { return f.id == "care-plan"; });
  REQUIRE(plan != forms.end());
  CHECK(plan->pages.size() == 4);
  CHECK(plan->fields.size() >= 90);
  std::map<FieldKind, int> kinds;
  for (const Field& field : plan->fields) ++kinds[field.kind];
  for (const FieldKind kind : {FieldKind::text, FieldKind::date, FieldKind::number, FieldKind::nhs_number,
                               FieldKind::postcode, FieldKind::phone, FieldKind::checkbox, FieldKind::choice,
                               FieldKind::choices, FieldKind::signature, FieldKind::paragraph, FieldKind::none_box})
    CHECK_MESSAGE(kinds[kind] > 0, to_string(kind));
}

TEST_CASE("shipped forms: every written field says enough to be filled and read") {
  for (const FormTemplate& form : load_catalogue({templates}))
    for (const Field& field : form.fields) {
      CAPTURE(field.name);
      for (const BoxMm& cell : field.cells) {
        CHECK(cell.width >= 5);
        CHECK(cell.height >= 7);
      }
      if (!field.cells.empty()) CHECK_FALSE(field.alphabet.empty());
      if (field.kind == FieldKind::text) CHECK(field.box.height >= 8);
      if (field.kind == FieldKind::paragraph) CHECK(field.box.height / field.lines >= 8);
      if (field.kind == FieldKind::checkbox) CHECK(field.box.width == doctest::Approx(4.8).epsilon(0.02));
    }
}

TEST_CASE("shipped forms: every page says whose it is, and later pages are held against the first") {
  for (const FormTemplate& form : load_catalogue({templates}))
    for (const FormPage& page : form.pages) {
      CAPTURE(form.id);
      CAPTURE(page.number);
      CHECK_FALSE(page.code.empty());
      int tied = 0, born = 0;
      for (const Field& field : form.fields)
        born += field.page == page.number && field.name.ends_with("date_of_birth") ? 1 : 0;
      for (const FormRule& rule : form.rules)
        tied += rule.rule == "same_person" && form.find(rule.fields.back())->page == page.number ? 1 : 0;
      CHECK(born == 1);
      if (page.number > 1) CHECK(tied >= 2);
    }
}

TEST_CASE("shipped forms: what can hurt is critical") {
  const FormTemplate plan = load_form(templates / "care-plan");
  int critical = 0;
  for (const Field& field : plan.fields) {
    const bool dangerous = field.name.starts_with("allergy_") || field.table == "medicines" ||
                           field.name.starts_with("cpr_") || field.name.starts_with("advance_decision") ||
                           field.kind == FieldKind::none_box;
    CHECK_MESSAGE(field.critical == dangerous, field.name);
    critical += field.critical;
  }
  CHECK(critical == 32);
}

TEST_CASE("shipped forms: clean against their own blanks at any usual resolution") {
  for (const FormTemplate& form : load_catalogue({templates}))
    for (const int dpi : {100, 150, 300}) {
      const auto pages = render(form, dpi);
      if (pages.empty()) {
        MESSAGE("skipped: pdftoppm (poppler-utils) is not installed");
        return;
      }
      for (const Finding& finding : check_form(form.folder, pages))
        CHECK_MESSAGE(finding.severity == Severity::warning,
                      dpi << " dpi " << finding.id << " " << finding.pointer << " " << finding.message);
    }
}

TEST_CASE("shipped forms: every frame is printed where form.json says") {
  for (const FormTemplate& form : load_catalogue({templates})) {
    const auto pages = render(form, 300);
    if (pages.empty()) {
      MESSAGE("skipped: pdftoppm (poppler-utils) is not installed");
      return;
    }
    double worst = 0;
    int frames = 0;
    for (const Field& field : form.fields)
      for (const BoxMm& box : frames_of(field)) {
        const double error = frame_error_mm(pages[static_cast<std::size_t>(field.page - 1)], 300 / mm_per_inch, box);
        CHECK_MESSAGE(error < 0.1, form.id << " " << field.name << " is off by mm: " << error);
        worst = std::max(worst, error);
        ++frames;
      }
    MESSAGE(form.id << ": " << frames << " frames, at most " << worst << " mm off");
    CHECK(frames > 0);
  }
}

namespace {

std::string small(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

/// Letters (UTF-8), digits and what stands between them in names; single spaces.
bool well_written(const std::string& word) {
  if (word.front() == ' ' || word.back() == ' ' || word.find("  ") != std::string::npos) return false;
  return std::all_of(word.begin(), word.end(), [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    return letter || (c >= '0' && c <= '9') || std::string(" -'.").find(c) != std::string::npos;
  });
}

}  // namespace

TEST_CASE("shipped lexicons: facts sorted and without repeats") {
  const FormTemplate plan = load_form(templates / "care-plan");
  for (const auto& entry : std::filesystem::directory_iterator(templates / "lexicons")) {
    const std::string name = entry.path().stem().string();
    const auto words = load_lexicon(plan, name);
    CHECK_MESSAGE(words.size() >= 10, name);
    for (std::size_t i = 0; i < words.size(); ++i) {
      CHECK_MESSAGE(well_written(words[i]), name << ": " << words[i]);
      // Strictly rising whatever the capitals: in order, and nothing twice.
      if (i > 0) CHECK_MESSAGE(small(words[i - 1]) < small(words[i]), name << ": " << words[i]);
    }
  }
}

TEST_CASE("shipped lexicons: enough names and places and medicines to help reading") {
  const FormTemplate plan = load_form(templates / "care-plan");
  for (const auto& [name, least] : {std::pair{"given-names", 1500U},
                                    {"surnames", 2500U},
                                    {"towns", 1000U},
                                    {"medicines", 700U},
                                    {"allergens", 300U},
                                    {"relationships", 100U}})
    CHECK_MESSAGE(load_lexicon(plan, name).size() >= least, name);
}
