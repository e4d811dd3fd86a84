#pragma once

#include <nlohmann/json.hpp>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/imaging/register.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "tests/bench/true_pages.hpp"

namespace carescan::bench {

/// What the product found on one page of paper: all that stands before its fields are read.
struct PageFound {
  imaging::Straightened page;
  imaging::Identification who;
};

/// One page as a JSON object: form, page and turn as found (or the reason for quarantine), the skew before and after
/// registration, what the product says of itself (residuals, support, margin), and, where the truth is known, how far
/// it is off: degrees of skew; mm at the sheet's corners and at the corners of each field's box, by the registration
/// alone ("map_mm") and with the local shift with which the field is cut out and read ("read_mm").
nlohmann::ordered_json measured(PageFound, const batch::Catalogue&, const TruePage*);

}  // namespace carescan::bench
