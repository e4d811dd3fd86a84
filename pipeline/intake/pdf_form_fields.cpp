#include "pipeline/intake/pdf_form_fields.hpp"

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFAcroFormDocumentHelper.hh>

#include <algorithm>
#include <optional>

#include "pipeline/intake/pdf_pages.hpp"
#include "pipeline/intake/pdf_view.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

using Rectangle = QPDFObjectHandle::Rectangle;

constexpr double mm_per_point = mm_per_inch / 72;

// ISO 32000-1, tables 165, 221, 226 and 228: bits count from 1 there.
constexpr int annotation_hidden = 1 << 1, annotation_no_view = 1 << 5;
constexpr int field_required = 1 << 1, text_multiline = 1 << 12, text_comb = 1 << 24;

/// A page's view: what a viewer shows of it, and which way up.
struct View {
  Rectangle shown;
  int quarters = 0;

  bool on_its_side() const { return quarters % 2 == 1; }
  double width() const { return on_its_side() ? shown.ury - shown.lly : shown.urx - shown.llx; }
  double height() const { return on_its_side() ? shown.urx - shown.llx : shown.ury - shown.lly; }
  /// A point of the page in points from the view's top-left corner, y down.
  PointMm operator()(double x, double y) const {
    switch (quarters) {
      case 1:
        return {y - shown.lly, x - shown.llx};
      case 2:
        return {shown.urx - x, y - shown.lly};
      case 3:
        return {shown.ury - y, shown.urx - x};
      default:
        return {x - shown.llx, shown.ury - y};
    }
  }
};

BoxMm box_of(const Rectangle& rect, const View& view) {
  const PointMm a = view(rect.llx, rect.lly), b = view(rect.urx, rect.ury);
  return {std::min(a.x, b.x) * mm_per_point, std::min(a.y, b.y) * mm_per_point, std::abs(a.x - b.x) * mm_per_point,
          std::abs(a.y - b.y) * mm_per_point};
}

/// What a button is called when it is on: the appearance that is not /Off (12.7.4.2.3).
std::string state_of(QPDFAnnotationObjectHelper& widget) {
  QPDFObjectHandle appearances = widget.getAppearanceDictionary();
  QPDFObjectHandle normal = appearances.isDictionary() ? appearances.getKey("/N") : appearances;
  if (!normal.isDictionary()) return "";
  for (const std::string& key : normal.getKeys())
    if (key != "/Off") return key.substr(1);
  return "";
}

/// nullopt for what nobody fills in: push buttons, and kinds that ISO 32000 does not know.
std::optional<PdfFieldKind> kind_of(QPDFFormFieldObjectHelper& field) {
  const std::string type = field.getFieldType();
  if (type == "/Tx") return PdfFieldKind::text;
  if (type == "/Ch") return PdfFieldKind::list;
  if (type == "/Sig") return PdfFieldKind::signature;
  if (type != "/Btn" || field.isPushbutton()) return std::nullopt;
  return field.isRadioButton() ? PdfFieldKind::radio : PdfFieldKind::checkbox;
}

void describe_text(PdfFormField& out, QPDFFormFieldObjectHelper& field) {
  constexpr long long most = 1000;
  QPDFObjectHandle length = field.getInheritableFieldValue("/MaxLen");
  if (length.isInteger()) out.max_length = static_cast<int>(std::clamp(length.getIntValue(), 0LL, most));
  if ((field.getFlags() & text_comb) != 0) out.cells = out.max_length;
  out.multiline = (field.getFlags() & text_multiline) != 0;
}

/// Pages cut out of a larger PDF keep their widgets and lose the list of fields (/AcroForm): a widget then is its
/// field, or names it as its /Parent.
QPDFFormFieldObjectHelper field_behind(QPDFAcroFormDocumentHelper& forms, QPDFAnnotationObjectHelper& widget) {
  return forms.hasAcroForm() ? forms.getFieldForAnnotation(widget)
                             : QPDFFormFieldObjectHelper(widget.getObjectHandle());
}

std::optional<PdfFormField> field_of(QPDFAcroFormDocumentHelper& forms, QPDFAnnotationObjectHelper& widget, int page,
                                     const View& view) {
  QPDFFormFieldObjectHelper field = field_behind(forms, widget);
  const auto kind = kind_of(field);
  PdfFormField out;
  out.box = box_of(rectangle_of(widget.getObjectHandle().getKey("/Rect"), {0, 0, 0, 0}), view);
  if (!kind || (widget.getFlags() & (annotation_hidden | annotation_no_view)) != 0 || out.box.width <= 0 ||
      out.box.height <= 0)
    return std::nullopt;
  out.kind = *kind;
  out.page = page;
  out.name = field.getFullyQualifiedName();
  QPDFObjectHandle spoken = field.getInheritableFieldValue("/TU");
  if (spoken.isString()) out.label = spoken.getUTF8Value();
  out.required = (field.getFlags() & field_required) != 0;
  if (*kind == PdfFieldKind::text) describe_text(out, field);
  if (*kind == PdfFieldKind::checkbox || *kind == PdfFieldKind::radio) out.state = state_of(widget);
  return out;
}

PdfForm gathered(QPDF& pdf, const std::string& name, int max_pages) {
  PdfForm form;
  QPDFAcroFormDocumentHelper forms(pdf);
  for (const QPDFObjectHandle& page : pages_of(pdf, name, max_pages)) {
    const View view{visible_box(page), quarter_turns(page)};
    form.pages.push_back({view.width() * mm_per_point, view.height() * mm_per_point});
    for (QPDFAnnotationObjectHelper widget : forms.getWidgetAnnotationsForPage(QPDFPageObjectHelper(page)))
      if (auto field = field_of(forms, widget, static_cast<int>(form.pages.size()), view))
        form.fields.push_back(std::move(*field));
  }
  return form;
}

}  // namespace

PdfForm form_of_pdf(const std::filesystem::path& file, int max_pages) {
  const std::string name = file.filename().string();
  try {
    QPDF pdf;
    open_pdf(pdf, file, name);
    return gathered(pdf, name, max_pages);
  } catch (const std::exception&) {  // qpdf's, whose messages may hold content
    throw Failure{"pdf-broken", name, "its structure is damaged", "save it again"};
  }
}

}  // namespace carescan::intake
