#pragma once

#include <vector>

#include "pipeline/drafting/draft_page.hpp"
#include "pipeline/intake/pdf_form_fields.hpp"

namespace carescan::drafting {

/// The fields of a fillable PDF, one page of them, as items with their names: every widget is a box; radio buttons and
/// checkboxes of one name are the options of one question; a comb has its cells. Labels are what the PDF says
/// (/TU), else the words of the page beside the box, else the name.
std::vector<Item> fillable_fields(const std::vector<intake::PdfFormField>& of_this_page, const FoundPage&);

}  // namespace carescan::drafting
