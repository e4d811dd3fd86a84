#include "pipeline/batch/read_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "pipeline/batch/identify_page.hpp"
#include "pipeline/batch/quarantine_why.hpp"
#include "pipeline/imaging/crop.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "pipeline/intake/write_image.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::batch {
namespace {

constexpr int review_quality = 55;
/// Quarantined pages are shown small: somebody only has to see what kind of paper it is.
constexpr int thumbnail_px = 900;

double rounded(double x, double steps_per_unit) {
  return std::round(x * steps_per_unit) / steps_per_unit;
}

RecordPage record_page(const PageImage& image, const Catalogue::PageOfForm& page, const imaging::PagePrint& print,
                       const imaging::Registration& registration) {
  RecordPage out{page.number,
                 image.source,
                 image.raster.width,
                 image.raster.height,
                 registration.turn_deg,
                 registration.skew_deg,
                 registration.corners_px(print),
                 registration.residual_mm};
  return out;
}

Json candidate_json(const imaging::Registration& candidate, const Catalogue& catalogue) {
  const auto& page = catalogue.pages[static_cast<std::size_t>(candidate.print)];
  const FormTemplate& form = catalogue.forms[page.form];
  return {{"form", form.id},
          {"version", form.version},
          {"page", page.number},
          {"residual_mm", candidate.residual_mm < 1e6 ? Json(rounded(candidate.residual_mm, 1000)) : Json(nullptr)},
          {"inliers", candidate.inliers},
          {"spread", rounded(candidate.spread, 1000)},
          {"support", rounded(candidate.support, 1000)}};
}

/// A person said what the page is, and it is still here.
std::string named_words(const PageDecision& named, const Catalogue& catalogue) {
  const bool is_known = std::ranges::any_of(catalogue.forms, [&](const FormTemplate& form) {
    return form.id == named.form && form.version == named.version;
  });
  return fmt::format(
      "A person named it page {} of {} {}; {}.", named.page, named.form, named.version,
      is_known ? "it does not fit there well enough to be read" : "that form is not among the templates");
}

/// The page at a size for looking, by taking every n-th pixel's block mean.
Raster thumbnail(const Raster& grey) {
  const int step = std::max(1, (std::max(grey.width, grey.height) + thumbnail_px - 1) / thumbnail_px);
  Raster small = make_raster(grey.width / step, grey.height / step);
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x) {
      int sum = 0;
      for (int dy = 0; dy < step; ++dy)
        for (int dx = 0; dx < step; ++dx)
          sum += grey.pixels[static_cast<std::size_t>(y * step + dy) * static_cast<std::size_t>(grey.width) +
                             static_cast<std::size_t>(x * step + dx)];
      small.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(small.width) + static_cast<std::size_t>(x)] =
          static_cast<std::uint8_t>(sum / (step * step));
    }
  return small;
}

StrangePage strange_page(const PageImage& image, const imaging::Straightened& page, const PageIdentity& identity,
                         const Catalogue& catalogue, const PageDecision* named) {
  const std::string& reason = identity.who.reason;
  std::string message = identity.code.empty() ? "" : "The code printed on it says " + identity.code + ".";
  if (named != nullptr) message = named_words(*named, catalogue) + (message.empty() ? "" : " " + message);
  Json candidates = Json::array();
  for (const imaging::Registration& candidate : identity.who.candidates)
    candidates.push_back(candidate_json(candidate, catalogue));
  Json json{{"schema", "carescan/quarantine/1"},
            {"source", {{"file", image.source.file}, {"sha256", image.source.sha256}, {"page", image.source.page}}},
            {"reason", reason},
            {"why", quarantine_why(identity.who, catalogue, {}) + (message.empty() ? "" : " " + message)},
            {"candidates", candidates}};
  if (!identity.code.empty()) json["code"] = identity.code;
  if (named != nullptr) json["named"] = {{"form", named->form}, {"version", named->version}, {"page", named->page}};
  return {reason, message, json.dump(2) + "\n", intake::encode_jpeg(thumbnail(page.grey), review_quality, 100)};
}

}  // namespace

PageRead read_page(const PageImage& image, const Catalogue& catalogue, reading::Engines& engines,
                   const PageDecision* named, Trace* trace) {
  imaging::Straightened page = imaging::straighten(image);
  if (page.blank) return {};
  imaging::RegisterOptions options;
  options.trace = trace;
  const PageIdentity identity =
      named != nullptr ? identify_named(page, catalogue, *named, options) : identify_page(page, catalogue, options);
  if (identity.separator) return {.separator = true};
  const std::optional<imaging::Registration>& found = identity.who.accepted;
  if (!found) return {.strange = strange_page(image, page, identity, catalogue, named)};

  const auto index = static_cast<std::size_t>(found->print);
  const Catalogue::PageOfForm& of = catalogue.pages[index];
  imaging::RegisteredPage registered{std::move(page), *found, catalogue.prints[index]};
  const imaging::FieldCrop sheet = imaging::cut_sheet(registered);
  registered.contrast = imaging::printing_contrast(sheet);
  const imaging::InkSketch sketch = imaging::sketch_ink(sheet);
  FormPageRead read{
      of.form,
      record_page(image, of, registered.print, registered.registration),
      reading::read_fields(registered, sheet, catalogue.forms[of.form], of.number, engines),
      intake::encode_jpeg(sheet.scan, review_quality, imaging::sheet_dpi),
      identity.instance,
      sketch};
  for (const Field& field : catalogue.forms[of.form].fields)
    if (field.page == of.number) read.written_mm2 += imaging::ink_mm2(sketch, field.box);
  return {.form = std::move(read)};
}

}  // namespace carescan::batch
