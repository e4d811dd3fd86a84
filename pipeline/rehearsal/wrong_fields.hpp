#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::rehearsal {

/// A field of a rehearsal that was not read as the paper says, with its ink.
struct WrongField {
  std::string name, label, kind;
  std::string source;     ///< scan it stands on, relative to the folder of scans
  int page = 1;           ///< template page
  bool accepted = false;  ///< silently wrong; else a person would have been asked
  std::string paper;      ///< what is written there: made-up people only
  std::string read;       ///< what was read; "its page was not read" where that is so
  std::string reasons;    ///< why a person would have been asked
  Raster ink;             ///< the box and 3 mm around it, grey and upright; empty where the truth does not say where
};

/// All of them on papers of this form, by scan and page: the silently wrong ones first. Only `most` have their ink, in
/// that order. Where a field lies is told by the truth, not by the reader. Throws Failure as score does.
std::vector<WrongField> wrong_fields(const FormTemplate&, const std::filesystem::path& out,
                                     const std::filesystem::path& scans, const intake::IntakeOptions&,
                                     std::size_t most);

}  // namespace carescan::rehearsal
