#include "pipeline/rehearsal/delivery.hpp"

#include <fmt/format.h>

#include <fstream>

#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::rehearsal {
namespace {

namespace fs = std::filesystem;

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (!file) throw Failure{"file-unwritable", path.string(), "the file cannot be written", "check space and rights"};
}

void make_folder(const fs::path& path) {
  std::error_code failed;
  fs::create_directories(path, failed);
  if (failed) throw Failure{"file-unwritable", path.string(), failed.message(), "check space and rights"};
}

// One picture a page, named as scanners number them; the first file's name is the source.
std::string write_pages(const fs::path& out, const std::string& name, bool png, const std::vector<Raster>& pictures,
                        const Scanner& scanner) {
  make_folder(out / name);
  const auto file_name = [&](std::size_t i) {
    return fmt::format("{}/page-{:03}.{}", name, i + 1, png ? "png" : "jpg");
  };
  for (std::size_t i = 0; i < pictures.size(); ++i)
    write_file(out / file_name(i), png ? intake::encode_png(pictures[i], scanner.dpi)
                                       : intake::encode_jpeg(pictures[i], scanner.jpeg_quality, scanner.dpi));
  return file_name(0);
}

std::string write_container(const fs::path& out, const std::string& name, Container container,
                            const std::vector<Raster>& pictures, const Scanner& scanner) {
  const bool tiff = container == Container::tiff_g4;
  const intake::Resolution dpi(scanner.dpi, scanner.dpi_down());
  const auto image = container == Container::pdf_jpeg ? intake::PdfImage::jpeg : intake::PdfImage::ccitt_g4;
  // A TIFF of one page would be one source with its neighbours, whose names differ only in a number.
  const bool alone = tiff && pictures.size() == 1;
  if (alone) make_folder(out / name);
  const std::string file = alone ? name + "/page-001.tif" : name + (tiff ? ".tif" : ".pdf");
  write_file(out / file, tiff ? intake::encode_tiff(pictures, true, dpi)
                              : intake::encode_scan_pdf(pictures, image, scanner.jpeg_quality, dpi));
  return file;
}

Sheet sheet_of(const FormTemplate& form, const FilledForm& filled, std::size_t index) {
  Sheet sheet{.front = filled.pages[index], .page = form.pages[index]};
  sheet.page_count = static_cast<int>(filled.pages.size());
  const std::size_t behind = index ^ 1;  // printed on both sides: 1 and 2, 3 and 4
  if (behind < filled.pages.size()) sheet.back = filled.pages[behind];
  for (const Field& field : form.fields)
    if (field.page == static_cast<int>(index) + 1) sheet.boxes[field.name] = field.box;
  return sheet;
}

}  // namespace

Container pick_container(const Scanner& scanner, Chance& chance) {
  if (scanner.phone) return Container::jpeg_pages;
  if (scanner.tone != Tone::bilevel) return Container::pdf_jpeg;
  return chance.happens(0.6) ? Container::pdf_ccitt : Container::tiff_g4;
}

TrueDocument scan_form(const FormTemplate& form, const FilledForm& filled, const Scanner& scanner,
                       const std::string& writer, int first_source_page, Chance& chance) {
  TrueDocument document{.form = form.id, .writer = writer, .fields = filled.fields};
  for (std::size_t i = 0; i < filled.pages.size(); ++i) {
    Chance own = chance.fork(fmt::format("page {}", i + 1));
    document.pages.push_back(scan(sheet_of(form, filled, i), scanner, own));
    document.source_pages.push_back(first_source_page + static_cast<int>(i));
  }
  return document;
}

std::vector<Raster> pictures_of(const TrueDocument& document) {
  std::vector<Raster> pictures;
  for (const ScannedPage& page : document.pages) pictures.push_back(page.raster);
  return pictures;
}

void deliver(const fs::path& out, const std::string& name, Container container, const std::vector<Raster>& pictures,
             const Scanner& scanner, const std::vector<TrueDocument>& documents) {
  make_folder(out);
  const bool single = container == Container::png_pages || container == Container::jpeg_pages;
  const std::string source = single ? write_pages(out, name, container == Container::png_pages, pictures, scanner)
                                    : write_container(out, name, container, pictures, scanner);
  write_file(out / (name + ".truth.json"), truth_json(source, documents));
}

}  // namespace carescan::rehearsal
