#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/model/field.hpp"
#include "pipeline/model/issue.hpp"
#include "pipeline/model/page_image.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan {

/// Where one template page lies in the scan it was read from.
struct RecordPage {
  int number = 1;  ///< template page
  PageSource source;
  int width_px = 0, height_px = 0;      ///< of the source image
  int turn_deg = 0;                     ///< 0, 90, 180, 270: clockwise turn of the printing in the source image
  double skew_deg = 0;                  ///< what is left after the turn; clockwise positive
  std::array<PointPx, 4> corners_px{};  ///< template corners in the source image: top-left, then clockwise
  double residual_mm = 0;               ///< of the registration: typical distance of printing from where it should be
};

/// What the machine had read of a field in which a person found something else.
struct MachineReading {
  FieldState state = FieldState::blank;
  Value value;
  std::string text;
  double confidence = 0;
};

/// A field of a record: a Reading with the decision whether it is believed without a person.
struct RecordField {
  std::string name, label;
  FieldKind kind = FieldKind::text;
  int page = 1;
  BoxMm box;
  FieldState state = FieldState::blank;
  Value value;
  std::string text;
  double confidence = 0;
  bool accepted = false;
  bool reviewed = false;                           ///< a person compared it with the ink
  std::string reviewed_by = {}, reviewed_at = {};  ///< who, and when (FHIR instant)
  std::optional<MachineReading> read_as = {};      ///< where the person found something else
  std::vector<std::string> reasons;                ///< why it was not accepted; empty when it was
  std::vector<Alternative> alternatives;
  bool critical = false;
  double accepted_from = 2;  ///< P(right) from which the policy accepts it, 2: never; not in record.json
};

/// Which rows of a table hold one entry: rows count from 1, [[1, 2], [3]] are two entries in three rows.
struct RecordTable {
  std::string name;
  std::vector<std::vector<int>> entries;
};

/// One filled form: record.json.
struct Record {
  std::string id;  ///< UUID v5 of content
  std::string form, version;
  std::vector<RecordPage> pages;    ///< by template page number
  std::vector<RecordField> fields;  ///< in the template's order, those of missing pages left out
  std::vector<Issue> issues;
  std::vector<RecordTable> tables = {};  ///< in the template's order, those of missing pages left out
  bool amended = false;  ///< something was decided anew after persons had looked at every field; not in record.json

  const RecordField* find(const std::string& name) const {
    for (const RecordField& f : fields)
      if (f.name == name) return &f;
    return nullptr;
  }
};

}  // namespace carescan
