#pragma once

#include <string>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/imaging/register.hpp"

namespace carescan::batch {

/// Why nobody knows which form page this is, in sentences with the numbers that decided: the best two candidates, how
/// much of their printing was found, and what it would have taken. Nothing that is written on the page is in it.
std::string quarantine_why(const imaging::Identification&, const Catalogue&, const imaging::RegisterOptions&);

}  // namespace carescan::batch
