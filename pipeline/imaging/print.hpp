#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "pipeline/model/field.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::imaging {

/// The printing of one page of one form, prepared once per run: the blank at a fixed resolution, the areas where people
/// write, its features and the places that can be found again to a fraction of a pixel. Cheap to copy (shared).
class PagePrint {
 public:
  struct Impl;
  explicit PagePrint(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

  double width_mm() const;
  double height_mm() const;
  /// A copy of the blank page in grey, and its resolution.
  Raster blank() const;
  double px_per_mm() const;
  /// Where the page's own code (FormPage::code) is printed; nothing where it has none that can be read from the blank.
  const std::optional<BoxMm>& code_box() const;
  /// Number of features: a form with few (see forms lint "too-little-printing") cannot be registered safely.
  int feature_count() const;

 private:
  std::shared_ptr<const Impl> impl_;
};

/// Prepares a page: `blank` is the whole printed page in any resolution, `fields` those on it (their boxes are where
/// people write).
PagePrint prepare_print(const Raster& blank, const FormPage&, const std::vector<Field>& fields);

}  // namespace carescan::imaging
