#include "tests/support/samples.hpp"

#include <algorithm>

#include "pipeline/rehearsal/delivery.hpp"
#include "pipeline/rehearsal/paper.hpp"
#include "pipeline/rehearsal/writers.hpp"

namespace carescan::rehearsal {
namespace {

namespace fs = std::filesystem;

// One file of samples/: what went through which machine.
struct Sample {
  std::string name, font;
  Container container;
  Scanner scanner;
};

// Settings of machines that stand in offices; skew and shift are drawn from the seed as always.
Scanner machine(double dpi, Tone tone, int jpeg_quality, double scale) {
  Scanner scanner;
  scanner.dpi = dpi;
  scanner.tone = tone;
  scanner.jpeg_quality = jpeg_quality;
  scanner.scale_x = scale;
  scanner.scale_y = scale * 1.003;
  return scanner;
}

Writer writer_with(const std::string& font, Chance& chance) {
  return pick_writer({.strokes = {}, .names = {font}}, 0, chance);
}

TrueDocument one_form(const FormTemplate& form, const std::vector<Raster>& blanks, const std::string& font,
                      const Scanner& scanner, int first_page, const Chance& chance) {
  Chance people = chance.fork("writer"), paper = chance.fork("paper"), scan = chance.fork("scanner");
  const Writer writer = writer_with(font, people);
  return scan_form(form, fill_form(form, blanks, writer, paper), scanner, font, first_page, scan);
}

void make_each(const std::vector<Sample>& samples, const FormTemplate& form, const std::vector<Raster>& blanks,
               const fs::path& out, const Chance& seed) {
  for (const Sample& sample : samples) {
    const TrueDocument document = one_form(form, blanks, sample.font, sample.scanner, 1, seed.fork(sample.name));
    deliver(out, sample.name, sample.container, pictures_of(document), sample.scanner, {document});
  }
}

void add(std::vector<Raster>& to, const std::vector<Raster>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

// Three forms of three people in one file: an empty sheet after each of the first two, and the second form's third page
// fed upside down.
void make_batch(const FormTemplate& form, const std::vector<Raster>& blanks, const fs::path& out, const Chance& seed) {
  const Scanner scanner = machine(150, Tone::grey, 60, 0.997);
  const std::vector<std::string> fonts{"KleeOne-Regular.ttf", "Breip.ttf", "NanumPen.ttf"};
  std::vector<Raster> pictures;
  std::vector<TrueDocument> documents;
  for (const std::string& font : fonts) {
    Chance chance = seed.fork("batch " + font);
    TrueDocument document = one_form(form, blanks, font, scanner, static_cast<int>(pictures.size()) + 1, chance);
    if (documents.size() == 1) document.pages.at(2) = turned_page(document.pages.at(2), 180);
    add(pictures, pictures_of(document));
    documents.push_back(std::move(document));
    if (documents.size() < fonts.size()) pictures.push_back(scan_empty_sheet(form.pages.front(), scanner, chance));
  }
  deliver(out, "batch-of-three", Container::pdf_jpeg, pictures, scanner, documents);
}

}  // namespace

void make_samples(const FormTemplate& form, const std::vector<Raster>& blanks, const fs::path& out) {
  const std::vector<Sample> samples{
      {"ccitt", "KleeOne-Regular.ttf", Container::pdf_ccitt, machine(200, Tone::bilevel, 0, 1.004)},
      {"jpeg", "Breip.ttf", Container::pdf_jpeg, machine(150, Tone::grey, 38, 0.995)}};
  make_each(samples, form, blanks, out, Chance(2026).fork(form.id));
}

void make_every_sample(const FormTemplate& form, const std::vector<Raster>& blanks, const fs::path& out) {
  Scanner copier = machine(200, Tone::bilevel, 0, 0.98);
  copier.second_generation = true;
  const std::vector<Sample> samples{
      {"ccitt", "KleeOne-Regular.ttf", Container::pdf_ccitt, machine(300, Tone::bilevel, 0, 1.004)},
      {"jpeg", "Breip.ttf", Container::pdf_jpeg, machine(200, Tone::grey, 70, 0.995)},
      {"tiff", "NanumPen.ttf", Container::tiff_g4, machine(200, Tone::bilevel, 0, 1.0)},
      {"png-pages", "setofont.ttf", Container::png_pages, machine(200, Tone::bilevel, 0, 0.998)},
      {"jpeg-pages", "NanumBrush.ttf", Container::jpeg_pages, machine(150, Tone::colour, 65, 1.002)},
      {"photocopy", "Breip.ttf", Container::pdf_ccitt, copier}};
  const Chance seed(2026);
  make_each(samples, form, blanks, out, seed);
  make_batch(form, blanks, out, seed);
}

}  // namespace carescan::rehearsal
