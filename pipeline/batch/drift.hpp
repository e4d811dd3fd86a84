#pragma once

#include <string>
#include <vector>

#include "pipeline/batch/ledger.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// What is watched of each document, as the machine read it and whatever persons found since.
enum class Figure {
  asked,        ///< share of its fields that policy did not accept
  confidence,   ///< mean P(right) of the fields in which something was written or marked
  blank,        ///< share of its fields that were left empty
  residual_mm,  ///< how far its printing lies from the form's, mean over its pages
};

std::string_view to_string(Figure);

/// A form of which a batch is unlike those before it.
struct Drift {
  std::string form;   ///< "care-plan 2.0"
  std::string batch;  ///< the day its scans were first seen (YYYY-MM-DD), or the folder they lay in
  Figure figure = Figure::asked;
  double before = 0, now = 0;  ///< mean over documents
  long documents_before = 0, documents = 0;
  double by_chance = 1;  ///< how likely so large a difference is where nothing changed
};

/// A document with its figures, in the order of Figure.
struct Measured {
  std::string form, batch;
  std::vector<double> figures;
};

/// The figures of all documents. A batch is what was first seen on one day; where all was seen on one day, what lay in
/// one folder.
std::vector<Measured> measured(const std::vector<LedgerEntry>&, const std::vector<Record>&);

/// Each batch beside the days before it (folders of one day: beside the rest), form by form, the document being the
/// unit, as fields of one hand err together. Said is what is larger than a floor below which nobody would act, and so
/// unlikely that a batch in which nothing changed is said to drift at most once in a hundred (rank-sum tests, alpha
/// shared over the batch's forms and figures). Only for the worse where better is no question: more asked, less sure,
/// lying further off; blank either way. Fewer than eight documents on a side say nothing.
std::vector<Drift> drifts(const std::vector<Measured>&);

/// One sentence for the admin for each form of each batch that drifted: what changed, and what to do.
std::vector<std::string> drift_sentences(const std::vector<Drift>&);

}  // namespace carescan::batch
