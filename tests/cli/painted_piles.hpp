#pragma once

#include <string>
#include <vector>

#include "pipeline/rehearsal/delivery.hpp"
#include "tests/support/run.hpp"

namespace carescan::test {

/// The care plan with nothing but what identifies the person and what is ticked: pages are recognised as the whole form
/// is, and read ten times faster. Returns the folder of the form.
fs::path write_quick_form(const fs::path& templates);

/// One page of paper in a pile: "2B" page 2 of person B, "2B'" the same sheet scanned once more, "^2B" fed upside down,
/// "_" an empty sheet, "?" a page of no form.
using Pile = std::vector<std::string>;

/// Forms of people A, B, C …, filled in and scanned twice, to be laid in piles.
class PaintedPeople {
 public:
  PaintedPeople(const fs::path& form_folder, int people, std::uint64_t seed);
  /// Writes the pile as a PDF of scans.
  void lay(const Pile&, const fs::path& pdf) const;

 private:
  Raster picture(const std::string& word) const;

  FormTemplate form_;
  rehearsal::Scanner scanner_;
  std::vector<std::vector<rehearsal::TrueDocument>> scans_;  ///< by person, then scan
  Raster empty_, strange_;
};

}  // namespace carescan::test
