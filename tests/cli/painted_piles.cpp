#include "tests/cli/painted_piles.hpp"

#include <nlohmann/json.hpp>

#include "pipeline/forms/load.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/rehearsal/paper.hpp"
#include "pipeline/rehearsal/writers.hpp"

namespace carescan::test {
namespace {

using Json = nlohmann::ordered_json;

bool is_quick(const Json& field) {
  const std::string name = field["name"], kind = field["kind"];
  return name == "given_names" || name == "surname" || name.starts_with("page_") || name.find("birth") < name.size() ||
         kind == "checkbox" || kind == "choice";
}

bool knows_all(const Json& fields, const Json& rule) {
  return std::ranges::all_of(rule["fields"], [&](const Json& name) {
    return std::ranges::any_of(fields, [&](const Json& field) { return field["name"] == name; });
  });
}

/// Bars all over the page: no form looks like that.
Raster bars(const Raster& like) {
  Raster page = make_raster(like.width, like.height);
  for (int y = 0; y < page.height; ++y)
    for (int x = 0; x < page.width; ++x)
      page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) + static_cast<std::size_t>(x)] =
          x > 100 && x < page.width - 100 && y > 100 && y < page.height - 100 && y / 20 % 3 == 0 ? 30 : 250;
  return page;
}

}  // namespace

fs::path write_quick_form(const fs::path& templates) {
  const fs::path from = source_dir() / "templates/care-plan", to = templates / "quick-plan";
  Json form = Json::parse(read_all(from / "form.json"));
  form["id"] = "quick-plan";
  std::erase_if(form["fields"].get_ref<Json::array_t&>(), [](const Json& field) { return !is_quick(field); });
  std::erase_if(form["rules"].get_ref<Json::array_t&>(),
                [&](const Json& rule) { return !knows_all(form["fields"], rule); });
  for (Json& field : form["fields"]) {
    field.erase("critical");  // a test of what is accepted wants to see something accepted
    field.erase("rules");
  }
  form["fhir"] = Json::array();
  write_all(to / "form.json", form.dump());
  fs::copy(from / "blank.pdf", to / "blank.pdf");
  fs::copy(source_dir() / "templates/lexicons", templates / "lexicons");
  return to;
}

PaintedPeople::PaintedPeople(const fs::path& form_folder, int people, std::uint64_t seed)
    : form_(forms::load_form(form_folder)) {
  const std::vector<Raster> blanks =
      intake::load_pages(form_.blank, {.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf"});
  scanner_.dpi = 200;
  const rehearsal::Chance chance(seed);
  rehearsal::Chance turns = chance.fork("turns"), sheet = chance.fork("empty");
  const rehearsal::WriterPool pool = rehearsal::gather_writers({}, turns);
  for (int person = 0; person < people; ++person) {
    rehearsal::Chance own = chance.fork("person " + std::to_string(person));
    const rehearsal::Writer writer = rehearsal::pick_writer(pool, person, own);
    const rehearsal::FilledForm filled = rehearsal::fill_form(form_, blanks, writer, own);
    scans_.emplace_back();
    for (const char* time : {"once", "again"}) {
      rehearsal::Chance machine = own.fork(time);
      scans_.back().push_back(rehearsal::scan_form(form_, filled, scanner_, "", 1, machine));
    }
  }
  empty_ = rehearsal::scan_empty_sheet(form_.pages.front(), scanner_, sheet);
  strange_ = bars(empty_);
}

Raster PaintedPeople::picture(const std::string& word) const {
  if (word == "_") return empty_;
  if (word == "?") return strange_;
  if (word.front() == '^') {
    const rehearsal::ScannedPage upright{.raster = picture(word.substr(1))};
    return rehearsal::turned_page(upright, 180).raster;
  }
  const auto page = static_cast<std::size_t>(word.at(0) - '1'), person = static_cast<std::size_t>(word.at(1) - 'A');
  return scans_.at(person).at(word.ends_with('\'') ? 1 : 0).pages.at(page).raster;
}

void PaintedPeople::lay(const Pile& pile, const fs::path& pdf) const {
  std::vector<Raster> pictures;
  for (const std::string& word : pile) pictures.push_back(picture(word));
  write_all(pdf, intake::encode_scan_pdf(pictures, intake::PdfImage::jpeg, 75, scanner_.dpi));
}

}  // namespace carescan::test
