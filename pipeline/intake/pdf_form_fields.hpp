#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan::intake {

enum class PdfFieldKind { text, checkbox, radio, list, signature };

/// One place of a fillable PDF (a widget annotation of its AcroForm; ISO 32000-1, 12.7).
struct PdfFormField {
  std::string name;   ///< fully qualified: "person.surname"
  std::string label;  ///< what the PDF says to people and screen readers (/TU); may be empty
  std::string state;  ///< of a checkbox or radio button: what it is when it is on
  PdfFieldKind kind = PdfFieldKind::text;
  int page = 1;        ///< from 1
  BoxMm box;           ///< /Rect, from the top-left corner of the page as a viewer shows it (crop box and /Rotate)
  int cells = 0;       ///< of a text field that is a comb: /MaxLen; 0 else
  int max_length = 0;  ///< of a text field: /MaxLen; 0 where it has none
  bool multiline = false, required = false;
};

/// A page of a PDF as a viewer shows it.
struct PdfPageSize {
  double width_mm = 0, height_mm = 0;
};

/// What a PDF says of itself without being drawn.
struct PdfForm {
  std::vector<PdfPageSize> pages;
  std::vector<PdfFormField> fields;  ///< page by page, in the order of the page's annotations; hidden ones and buttons
                                     ///< that only do something are left out
};

/// Throws Failure as PageStream does for a PDF that cannot be opened.
PdfForm form_of_pdf(const std::filesystem::path&, int max_pages);

}  // namespace carescan::intake
