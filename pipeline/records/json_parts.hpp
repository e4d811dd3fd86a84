#pragma once

#include <nlohmann/json.hpp>

#include "pipeline/model/issue.hpp"
#include "pipeline/model/record.hpp"

/// The JSON of what record.json and reading.json share. Readers throw nlohmann's exceptions and Misfit.
namespace carescan::records {

using Json = nlohmann::ordered_json;

/// What does not fit the shape; never names a value, only a member.
struct Misfit {
  std::string why;
};

/// record.json rounds to three decimals: what differs beyond them is CPU, not paper. reading.json, from which records
/// are decided anew, keeps every digit.
enum class Digits { three, all };

Json number_json(double, Digits);
Json box_json(const BoxMm&, Digits);
Json value_json(const Value&, Digits);
Json alternatives_json(const std::vector<Alternative>&, Digits);
Json reading_json(const Reading&);  ///< with every digit
Json page_json(const RecordPage&, Digits);
Json issue_json(const Issue&, Digits);

/// Whole numbers that fit; 1e30 is none. (nlohmann's own conversion of such a number is undefined.)
long whole_of(const Json&);
int int_of(const Json&);
BoxMm box_of(const Json&);
Value value_of(const Json&);
std::vector<Alternative> alternatives_of(const Json&);
Reading reading_of(const Json&);
RecordPage page_of(const Json&);
Issue issue_of(const Json&);
FieldState state_of(const Json&);

}  // namespace carescan::records
