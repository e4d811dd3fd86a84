#pragma once

#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan::records {

/// P(right) of a reading: that state and value are both what the paper says, 0..1. A reader's score of writing on a
/// free line is not yet that: it knows its own doubts and not how often handwriting misleads it. There it is a logistic
/// regression by kind on the score, its margin over the second best and the length of the text, fitted on writers of
/// *tune* (calibration.inc, made by scripts/train/calibrate); it never falls as the score rises. All else keeps its
/// score: marks and combs, whose readers give a probability, empty fields, and what could not be read
/// (docs/decisions/certainty.md).
double p_right(const Field&, const Reading&);

}  // namespace carescan::records
