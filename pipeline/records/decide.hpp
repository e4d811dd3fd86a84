#pragma once

#include <string>
#include <vector>

#include "pipeline/model/decision.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"
#include "pipeline/records/policy.hpp"

namespace carescan::records {

/// Joins readings with their template fields and decides for each: accept, or ask a person and say why.
/// Rules (NHS modulus 11, ranges, form rules) only lower trust: they add Issues and reasons, never change a value; only
/// a date that is in no calendar loses its value and becomes illegible, its text kept ("calendar"). Critical fields are
/// never accepted, nor are those of a page whose residual is above 0.4 mm ("page-uneven"). `pages` are the template
/// pages found; a page of the template that is not among them becomes an Issue "page-missing". `id` is the document id.
/// A field without a reading is an error of ours.
///
/// `decisions` are what persons found on the paper: they stand in the place of what was read, before the rules are
/// applied, so that a field doubted for the sake of another is believed once that other is right. Such a field is
/// `reviewed`; it keeps why it was asked and, with the reason "corrected", what had been read where that was something
/// else. The same readings without decisions give the same record as ever.
Record make_record(const std::string& id, const FormTemplate&, const std::vector<RecordPage>& pages,
                   const std::vector<Reading>& readings, const Policy&, const Decisions& decisions = {});

/// Ten digits, modulus-11 check digit right, not all the same digit
/// (https://www.datadictionary.nhs.uk/attributes/nhs_number.html). Spaces are not allowed here.
bool is_nhs_number(const std::string& digits);

/// A real date of the Gregorian calendar as YYYY-MM-DD.
bool is_calendar_date(const std::string& iso);

}  // namespace carescan::records
