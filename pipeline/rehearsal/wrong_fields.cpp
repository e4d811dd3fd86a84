#include "pipeline/rehearsal/wrong_fields.hpp"

#include <algorithm>
#include <map>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/rehearsal/score_fields.hpp"

namespace carescan::rehearsal {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr double margin_mm = 3, px_per_mm = 5;
constexpr double tallest_mm = 60;  // more of a drawing or a page of prose says nothing more

/// A wrong field with what is needed to find its ink.
struct Found {
  WrongField wrong;
  const TruePage* page = nullptr;
};

std::string in_words(const std::string& state, const Json& value) {
  if (state != "read") return state;
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string joined(const Json& reasons) {
  std::string out;
  for (const Json& reason : reasons) out += (out.empty() ? "" : ", ") + reason.get<std::string>();
  return out;
}

Found found(const ScoredField& field, const FormTemplate& form, const TruthDocument& document) {
  Found out;
  const Field* design = form.find(field.truth->name);
  out.wrong.name = field.truth->name;
  out.wrong.label = design != nullptr ? design->label : field.truth->name;
  out.wrong.kind = field.kind;
  out.wrong.source = document.source;
  out.wrong.page = design != nullptr ? design->page : field.truth->page;
  out.wrong.accepted = field.outcome.accepted;
  out.wrong.paper = in_words(field.truth->state, field.truth->value);
  out.wrong.read = "its page was not read";
  if (field.found != nullptr) {
    out.wrong.read = in_words(field.found->at("state").get<std::string>(), field.found->at("value"));
    out.wrong.reasons = joined(field.found->at("reasons"));
  }
  for (const TruePage& page : document.pages)
    if (page.number == out.wrong.page && page.placed) out.page = &page;
  return out;
}

cv::Mat grey_page(const intake::Source& source, int number, intake::IntakeOptions options) {
  options.grey = true;
  const PageImage image = intake::PageStream(source, "", options).read(number);
  return imaging::view(image.raster).clone();
}

Raster cut(const cv::Mat& scan, const TruePage& page, const BoxMm& box) {
  BoxMm shown = box.grown(margin_mm);
  shown.height = std::min(shown.height, tallest_mm);
  const auto point = [&](double x, double y) {
    return cv::Point2f(static_cast<float>((x - shown.x) * px_per_mm), static_cast<float>((y - shown.y) * px_per_mm));
  };
  const std::vector<cv::Point2f> to{point(0, 0), point(page.width_mm, 0), point(page.width_mm, page.height_mm),
                                    point(0, page.height_mm)};
  std::vector<cv::Point2f> from;
  for (const PointPx& corner : page.corners_px)
    from.emplace_back(static_cast<float>(corner.x), static_cast<float>(corner.y));
  cv::Mat out;
  cv::warpPerspective(scan, out, cv::getPerspectiveTransform(from, to),
                      {static_cast<int>(shown.width * px_per_mm), static_cast<int>(shown.height * px_per_mm)},
                      cv::INTER_AREA, cv::BORDER_CONSTANT, cv::Scalar(255));
  return imaging::to_raster(out);
}

/// One page's pictures after the other, so that one page at a time is in memory.
void add_ink(std::vector<Found>& all, const FormTemplate& form, const fs::path& folder,
             const intake::IntakeOptions& options, std::size_t most) {
  std::map<std::pair<std::string, int>, std::vector<Found*>> by_page;
  for (std::size_t i = 0; i < std::min(most, all.size()); ++i)
    if (all[i].page != nullptr) by_page[{all[i].wrong.source, all[i].page->source_page}].push_back(&all[i]);
  const std::vector<intake::Source> sources = intake::find_sources({folder});
  for (const auto& [place, fields] : by_page) {
    const auto source = std::ranges::find_if(sources, [&](const auto& s) { return same_source(s.name, place.first); });
    if (source == sources.end()) continue;
    const cv::Mat scan = grey_page(*source, place.second, options);
    for (Found* field : fields)
      if (const Field* design = form.find(field->wrong.name)) field->wrong.ink = cut(scan, *field->page, design->box);
  }
}

}  // namespace

std::vector<WrongField> wrong_fields(const FormTemplate& form, const fs::path& out, const fs::path& scans,
                                     const intake::IntakeOptions& options, std::size_t most) {
  const std::vector<TruthDocument> truths = read_truths(scans);
  const RunOutput run = read_run(out);
  std::vector<Found> all;
  for (const TruthDocument& truth : truths) {
    if (truth.form != form.id) continue;
    for (const ScoredField& field : scored_fields(truth, match_pages(truth, run), run))
      if (!field.outcome.right) all.push_back(found(field, form, truth));
  }
  std::ranges::stable_sort(all, {}, [](const Found& f) { return !f.wrong.accepted; });
  add_ink(all, form, scans, options, most);
  std::vector<WrongField> wrong;
  for (Found& one : all) wrong.push_back(std::move(one.wrong));
  return wrong;
}

}  // namespace carescan::rehearsal
