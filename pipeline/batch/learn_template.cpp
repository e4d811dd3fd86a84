#include "pipeline/batch/learn_template.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/imaging/learn_print.hpp"
#include "pipeline/imaging/prints.hpp"
#include "pipeline/imaging/register.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "pipeline/intake/source.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

namespace carescan::batch {
namespace {

/// More pages of one kind make a print no better, and each is 4 MB.
constexpr std::size_t most_pages = 32;
constexpr double learned_dpi = imaging::learned_px_per_mm * mm_per_inch;

/// What stands and falls with the boxes and the printing.
std::string made_from(const FormTemplate& form) {
  return records::sha256_hex(records::sha256_of_file(form.folder / "form.json") + records::sha256_of_file(form.blank));
}

int rows_of(const FormPage& page) {
  return static_cast<int>(std::lround(page.height_mm * imaging::learned_px_per_mm));
}

int columns_of(const FormPage& page) {
  return static_cast<int>(std::lround(page.width_mm * imaging::learned_px_per_mm));
}

/// Where people write: cells and options one by one.
std::vector<BoxMm> areas_of(const Field& field) {
  std::vector<BoxMm> areas = field.cells;
  for (const Option& option : field.options) areas.push_back(option.box);
  if (areas.empty()) areas.push_back(field.box);
  return areas;
}

/// The filled pages of a form, laid onto its blank.
class Collector {
 public:
  Collector(const FormTemplate& form, const std::vector<Raster>& blanks, std::ostream& notes)
      : notes_(notes), pages_(form.pages.size()) {
    for (std::size_t i = 0; i < blanks.size(); ++i)
      prints_.push_back(imaging::prepare_print(blanks[i], form.pages[i], form.fields_on(form.pages[i].number)));
    known_ = imaging::Prints(prints_);
  }

  void add(const intake::Source& source, const intake::IntakeOptions& options) {
    try {
      const intake::PageStream stream(source, intake::sha256_of(source), options);
      for (int number = 1; number <= stream.size(); ++number) add(source.name, number, stream.read(number));
    } catch (const Failure& failure) {
      notes_ << fmt::format("{}: left out: {} ({})\n", source.name, failure.why, failure.code);
    }
  }

  const std::vector<Raster>& pages(std::size_t i) const { return pages_[i]; }
  const imaging::PagePrint& print(std::size_t i) const { return prints_[i]; }

 private:
  void add(const std::string& source, int number, const PageImage& image) {
    imaging::Straightened page = imaging::straighten(image);
    if (page.blank) return;
    const imaging::Identification found = imaging::identify(page, known_);
    if (!found.accepted) {
      notes_ << fmt::format("{} page {}: left out: no page of this form ({})\n", source, number, found.reason);
      return;
    }
    const auto index = static_cast<std::size_t>(found.accepted->print);
    if (pages_[index].size() >= most_pages) return;
    pages_[index].push_back(
        imaging::registered_picture({std::move(page), *found.accepted, prints_[index]}, learned_dpi));
  }

  std::ostream& notes_;
  std::vector<imaging::PagePrint> prints_;
  imaging::Prints known_;
  std::vector<std::vector<Raster>> pages_;
};

void require_enough(const FormTemplate& form, const Collector& collected) {
  std::string few;
  for (std::size_t i = 0; i < form.pages.size(); ++i)
    if (const std::size_t n = collected.pages(i).size(); n < least_pages_to_learn)
      few += fmt::format("{}page {} was found {} times", few.empty() ? "" : ", ", form.pages[i].number, n);
  if (!few.empty())
    throw Failure{
        "template-too-few-pages", form.folder.string(), few,
        fmt::format("give filled scans with at least {} of each page, by different people", least_pages_to_learn)};
}

/// Pages below each other, the narrower ones with paper to their right.
Raster stacked(const std::vector<Raster>& pages) {
  int width = 0, height = 0;
  for (const Raster& page : pages) width = std::max(width, page.width), height += page.height;
  Raster out = make_raster(width, height);
  std::ranges::fill(out.pixels, std::uint8_t{255});
  auto row = out.pixels.begin();
  for (const Raster& page : pages)
    for (int y = 0; y < page.height; ++y, row += width)
      std::copy_n(page.pixels.begin() + static_cast<std::ptrdiff_t>(y) * page.width, page.width, row);
  return out;
}

/// Names of the fields with one of these areas.
Json names_of(const std::vector<Field>& fields, const std::vector<BoxMm>& kept) {
  Json names = Json::array();
  for (const Field& field : fields) {
    const std::vector<BoxMm> areas = areas_of(field);
    if (std::ranges::find_first_of(areas, kept) != areas.end()) names.push_back(field.name);
  }
  return names;
}

fs::path picture_of(const FormTemplate& form) {
  return form.folder / "learned.png";
}

[[noreturn]] void refuse(const FormTemplate& form, const std::string& why) {
  throw Failure{"template-invalid", picture_of(form).string(), why,
                "run carescan template learn again, or delete learned.png and learned.json"};
}

}  // namespace

LearnedForm learn_template(const FormTemplate& form, const std::vector<fs::path>& paths,
                           const intake::IntakeOptions& options, std::ostream& notes) {
  Collector collected(form, intake::load_pages(form.blank, options), notes);
  for (const intake::Source& source : intake::find_sources(paths)) collected.add(source, options);
  require_enough(form, collected);
  std::vector<Raster> pictures;
  Json pages = Json::array();
  for (std::size_t i = 0; i < form.pages.size(); ++i) {
    const std::vector<Field> fields = form.fields_on(form.pages[i].number);
    std::vector<BoxMm> areas;
    for (const Field& field : fields) std::ranges::copy(areas_of(field), std::back_inserter(areas));
    imaging::LearnedPage learned = imaging::learn_print(collected.print(i), collected.pages(i), areas);
    pages.push_back({{"number", form.pages[i].number},
                     {"pages_used", collected.pages(i).size()},
                     {"inked_on_every_page", names_of(fields, learned.kept)}});
    pictures.push_back(std::move(learned.picture));
  }
  LearnedForm out{intake::encode_png(stacked(pictures), learned_dpi), {}};
  const Json json{{"schema", "carescan/learned/1"},
                  {"form", form.id},
                  {"version", form.version},
                  {"made_from", made_from(form)},
                  {"picture_sha256", records::sha256_hex(out.png)},
                  {"pages", pages}};
  out.json = json.dump(2) + "\n";
  return out;
}

bool is_learned(const FormTemplate& form) {
  return fs::exists(picture_of(form));
}

void require_learned(const FormTemplate& form) {
  std::ifstream in(form.folder / "learned.json", std::ios::binary);
  const Json json = Json::parse(in, nullptr, false);
  if (!json.is_object() || json.value("made_from", "") != made_from(form))
    refuse(form, "it was learnt for another form.json or blank");
  if (json.value("picture_sha256", "") != records::sha256_of_file(picture_of(form)))
    refuse(form, "it is not the picture that learned.json describes");
}

std::vector<Raster> load_learned(const FormTemplate& form, const intake::IntakeOptions& options) {
  require_learned(form);
  const std::vector<Raster> whole = intake::load_pages(picture_of(form), options);
  std::vector<Raster> pages;
  int row = 0;
  for (const FormPage& page : form.pages) {
    Raster one = make_raster(columns_of(page), rows_of(page));
    if (whole.size() != 1 || whole[0].width < one.width || row + one.height > whole[0].height)
      refuse(form, "its size is not that of the form's pages");
    for (int y = 0; y < one.height; ++y, ++row)
      std::copy_n(whole[0].pixels.begin() + static_cast<std::ptrdiff_t>(row) * whole[0].width, one.width,
                  one.pixels.begin() + static_cast<std::ptrdiff_t>(y) * one.width);
    pages.push_back(std::move(one));
  }
  return pages;
}

}  // namespace carescan::batch
