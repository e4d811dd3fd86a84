#include "pipeline/rehearsal/paper.hpp"

#include <algorithm>
#include <cassert>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/people.hpp"

namespace carescan::rehearsal {
namespace {

cv::Mat picture_of(const Raster& blank) {
  const cv::Mat view(blank.height, blank.width, blank.channels == 3 ? CV_8UC3 : CV_8UC1,
                     const_cast<std::uint8_t*>(blank.pixels.data()));
  cv::Mat rgb;
  if (blank.channels == 3)
    view.copyTo(rgb);
  else
    cv::cvtColor(view, rgb, cv::COLOR_GRAY2RGB);
  return rgb;
}

// A ticked none_box says of the list it ties that there is none; unless something is written there all the same.
void declare_none(const FormTemplate& form, std::map<std::string, Filling>& fields) {
  for (const Field& box : form.fields) {
    if (box.kind != FieldKind::none_box || fields[box.name].value != Value{true}) continue;
    const auto tied = std::ranges::find_if(
        form.fields, [&](const Field& f) { return f.name == box.ties || (f.table == box.ties && !box.ties.empty()); });
    if (tied == form.fields.end()) continue;
    if (Filling& first = fields[tied->name]; !first.inked()) first.state = FieldState::none;
  }
}

}  // namespace

FilledForm fill_form(const FormTemplate& form, const std::vector<Raster>& blanks, const Writer& writer,
                     Chance& chance) {
  assert(blanks.size() == form.pages.size());
  FilledForm filled;
  for (const Raster& blank : blanks) filled.pages.push_back(picture_of(blank));
  Chance person = chance.fork("person");
  const std::map<std::string, Wish> wishes = make_up(form, person);
  for (const Field& field : form.fields) {
    Chance own = chance.fork("fill " + field.name);
    Filling& filling = filled.fields[field.name] = fill_field(field, wishes.at(field.name), writer, own);
    filling.kind = field.kind;
    filling.page = field.page;
    const auto index = static_cast<std::size_t>(field.page - 1);
    const FormPage& page = form.pages.at(index);
    cv::Mat& picture = filled.pages.at(index);
    paint(picture, filling.ink, filling.typed ? typed_pen() : writer.pen,
          {picture.cols / page.width_mm, picture.rows / page.height_mm}, filling.typed ? 0 : writer.hand.min_stroke_mm,
          own);
  }
  declare_none(form, filled.fields);
  return filled;
}

}  // namespace carescan::rehearsal
