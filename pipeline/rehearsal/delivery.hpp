#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/rehearsal/truth.hpp"

namespace carescan::rehearsal {

/// What a scanner makes of a stack of paper.
enum class Container { pdf_jpeg, pdf_ccitt, tiff_g4, png_pages, jpeg_pages };

/// What scanners of this tone usually write.
Container pick_container(const Scanner&, Chance&);

/// A filled form, scanned page by page; `source_pages` count from `first_source_page`.
TrueDocument scan_form(const FormTemplate&, const FilledForm&, const Scanner&, const std::string& writer,
                       int first_source_page, Chance&);

/// Writes the pictures as one file `<name>.pdf|tif` in `out`, or as `<name>/page-001.png|jpg|tif` (of TIFFs only one
/// that has a single page), and the truth beside it as `<name>.truth.json`. Throws Failure "file-unwritable".
void deliver(const std::filesystem::path& out, const std::string& name, Container, const std::vector<Raster>& pictures,
             const Scanner&, const std::vector<TrueDocument>&);

/// The pictures of a document's pages, in template order.
std::vector<Raster> pictures_of(const TrueDocument&);

}  // namespace carescan::rehearsal
