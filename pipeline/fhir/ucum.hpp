#pragma once

#include <string_view>

namespace carescan::fhir {

/// Whether a text is a UCUM unit in case-sensitive form: the unit grammar (products, quotients, exponents, prefixes,
/// annotations) over the unit atoms of clinical use. Source: https://ucum.org/ucum §§ 5–28; atoms of other trades
/// (typography, textiles …) are left out.
bool is_ucum(std::string_view unit);

}  // namespace carescan::fhir
