#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/decisions.hpp"
#include "pipeline/imaging/ink_sketch.hpp"
#include "pipeline/imaging/register.hpp"
#include "pipeline/model/page_image.hpp"
#include "pipeline/model/record.hpp"
#include "pipeline/reading/read_fields.hpp"

namespace carescan::batch {

/// A page that a form claims, read.
struct FormPageRead {
  std::size_t form = 0;  ///< index into the catalogue's forms
  RecordPage page;
  std::vector<Reading> readings;  ///< of the fields on this page
  std::string picture;            ///< the registered page for review, JPEG of about 150 dpi
  /// Which copy of the form this sheet is of, where a provider numbers the copies printed: the fifth part of the page's
  /// code. Pages of one instance belong together, pages of two never. Empty where there is none.
  std::string instance;
  imaging::InkSketch sketch;  ///< to know the same sheet again
  double written_mm2 = 0;     ///< ink in the fields of this page, mm² of black
};

/// A page that no form claims.
struct StrangePage {
  std::string reason;   ///< PageIdentity::who.reason
  std::string message;  ///< what its printed code says, for people; empty where it has none of ours
  std::string json;     ///< quarantine/<sha256>-p<n>.json
  std::string picture;  ///< the page as it came, small, JPEG
};

/// What became of one page: exactly one of the three, or none for a blank page.
struct PageRead {
  std::optional<FormPageRead> form{};
  std::optional<StrangePage> strange{};
  bool separator = false;
};

/// One page image through straighten, identify, register and read. `named`: what a person said it is, or null.
PageRead read_page(const PageImage&, const Catalogue&, reading::Engines&, const PageDecision* named, Trace*);

}  // namespace carescan::batch
