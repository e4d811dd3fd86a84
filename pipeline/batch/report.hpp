#pragma once

#include <string>

#include "pipeline/batch/merge.hpp"

namespace carescan::batch {

/// report.html: one file for the admin, no script, nothing from elsewhere, printable. What needs a person first, pages
/// by state, failed files, quarantined pages with their pictures, documents with what is odd about them, fields by form
/// and kind, residuals, what the run was made with. It never holds a value read from a form.
std::string report_html(const OutFolder&, const RunContents&);

}  // namespace carescan::batch
