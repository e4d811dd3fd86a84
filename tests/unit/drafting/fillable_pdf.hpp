#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::drafting::testing {

/// How a page lies in its PDF: /Rotate, where the visible box begins in the page's own points, and whether the PDF
/// lists its fields (/AcroForm) or has lost the list, as pages cut out of others do.
struct Lie {
  int rotate = 0;
  double left = 0, bottom = 0;
  bool listed = true;
};

/// A corner in mm of the page as it is shown, in the points of the page that lies so.
inline std::string point(PointMm at, const FormPage& page, const Lie& lie) {
  const double w = page.width_mm, h = page.height_mm;
  PointMm own{at.x, h - at.y};  // of the unturned page, y up
  if (lie.rotate == 90) own = {at.y, at.x};
  if (lie.rotate == 180) own = {w - at.x, at.y};
  if (lie.rotate == 270) own = {h - at.y, w - at.x};
  const double pt = 72 / mm_per_inch;
  return fmt::format("{:.4f} {:.4f}", lie.left + own.x * pt, lie.bottom + own.y * pt);
}

inline std::string widget(const Field& field, const BoxMm& box, const std::string& button, const FormPage& page,
                          const Lie& lie) {
  std::string out =
      fmt::format("<</Type /Annot /Subtype /Widget /F 4 /T ({}) /TU ({}) /Rect [{} {}]", field.name, field.label,
                  point({box.x, box.bottom()}, page, lie), point({box.right(), box.y}, page, lie));
  if (!button.empty())
    return out + fmt::format(" /FT /Btn /AS /Off /AP <</N <</{} <<>> /Off <<>> >> >> {}>>", button,
                             field.options.empty() ? "" : "/Ff 32768 ");
  if (field.kind == FieldKind::signature) return out + " /FT /Sig>>";
  if (!field.cells.empty()) return out + fmt::format(" /FT /Tx /Ff 16777216 /MaxLen {}>>", field.cells.size());
  return out + (field.kind == FieldKind::paragraph ? " /FT /Tx /Ff 4096>>" : " /FT /Tx>>");
}

inline std::vector<std::string> widgets(const FormTemplate& form, const FormPage& page, const Lie& lie) {
  std::vector<std::string> all;
  for (const Field& field : form.fields) {
    if (field.page != page.number) continue;
    for (const Option& option : field.options) all.push_back(widget(field, option.box, option.code, page, lie));
    if (!field.options.empty()) continue;
    const bool box = field.kind == FieldKind::checkbox || field.kind == FieldKind::none_box;
    all.push_back(widget(field, field.box, box ? "Yes" : "", page, lie));
  }
  return all;
}

/// The form as a fillable PDF without anything printed on it: each place to write or mark is a widget.
inline std::string fillable_pdf(const FormTemplate& form, const Lie& lie) {
  std::vector<std::string> objects{"", ""};
  std::string kids, fields;
  for (const FormPage& page : form.pages) {
    std::string annotations;
    for (const std::string& one : widgets(form, page, lie)) {
      objects.push_back(one);
      annotations += fmt::format("{} 0 R ", objects.size());
    }
    fields += annotations;
    const double pt = 72 / mm_per_inch, w = page.width_mm * pt, h = page.height_mm * pt;
    const bool side = lie.rotate % 180 != 0;
    objects.push_back(fmt::format(
        "<</Type /Page /Parent 2 0 R /Rotate {} /MediaBox [0 0 2000 2000] /CropBox [{} {} {} {}] /Annots [{}]>>",
        lie.rotate, lie.left, lie.bottom, lie.left + (side ? h : w), lie.bottom + (side ? w : h), annotations));
    kids += fmt::format("{} 0 R ", objects.size());
  }
  objects[0] = fmt::format("<</Type /Catalog /Pages 2 0 R {}>>",
                           lie.listed ? fmt::format("/AcroForm <</Fields [{}]>> ", fields) : "");
  objects[1] = fmt::format("<</Type /Pages /Kids [{}] /Count {}>>", kids, form.pages.size());
  std::string pdf = "%PDF-1.6\n";
  std::string table = "0000000000 65535 f \n";
  for (std::size_t i = 0; i < objects.size(); ++i) {
    table += fmt::format("{:010} 00000 n \n", pdf.size());
    pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
  }
  return pdf + fmt::format("xref\n0 {}\n{}trailer\n<</Root 1 0 R /Size {}>>\nstartxref\n{}\n%%EOF\n",
                           objects.size() + 1, table, objects.size() + 1, pdf.size());
}

}  // namespace carescan::drafting::testing
