#pragma once

#include <string>

#include "pipeline/batch/merge.hpp"

namespace carescan::batch {

/// report.html: one file for the admin, no script, nothing from elsewhere, printable. Pages by state, documents with
/// what was accepted and asked, by form and by kind, residuals, quarantined pages with their pictures, failed files.
std::string report_html(const OutFolder&, const RunContents&);

}  // namespace carescan::batch
