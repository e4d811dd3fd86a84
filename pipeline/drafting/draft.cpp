#include "pipeline/drafting/draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <set>

#include "pipeline/drafting/draft_page.hpp"
#include "pipeline/drafting/fillable.hpp"
#include "pipeline/drafting/geometry.hpp"
#include "pipeline/drafting/naming.hpp"
#include "pipeline/drafting/plain_words.hpp"
#include "pipeline/drafting/scan_words.hpp"
#include "pipeline/forms/printing.hpp"
#include "pipeline/imaging/codes.hpp"
#include "pipeline/imaging/frames.hpp"
#include "pipeline/intake/format.hpp"
#include "pipeline/intake/pdf_form_fields.hpp"
#include "pipeline/intake/pdf_words.hpp"
#include "pipeline/intake/upright.hpp"
#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::drafting {

namespace {

/// White type stands on a bar that is dark all round it: more than this of what lies so near to the words. Of the words'
/// own area bold figures cover as much as a bar does.
constexpr double heading_ink = 0.5, bar_mm = 0.6;

bool is_on_bar(const BoxMm& words, const forms::Printing& printing) {
  const BoxMm round = words.grown(bar_mm);
  const double rim = round.width * round.height - words.width * words.height;
  return printing.ink_mm2(round) - printing.ink_mm2(words) > heading_ink * rim;
}

/// What a blank says of itself besides its pixels.
struct Source {
  fs::path file;
  bool is_pdf = false;
  intake::PdfForm pdf;  ///< empty where it is no PDF
};

/// Paper comes in sizes; half a millimetre beside one of them is that one.
FormPage page_size(int number, double width_mm, double height_mm) {
  static constexpr std::array<std::array<double, 2>, 4> papers{{{210, 297}, {148, 210}, {297, 420}, {215.9, 279.4}}};
  const auto is = [](double a, double b) { return std::abs(a - b) < 0.6; };
  for (const auto& [shorter, longer] : papers) {
    if (is(width_mm, shorter) && is(height_mm, longer)) return {number, shorter, longer};
    if (is(width_mm, longer) && is(height_mm, shorter)) return {number, longer, shorter};
  }
  return {number, std::round(width_mm * 10) / 10, std::round(height_mm * 10) / 10};
}

/// A picture that does not know its resolution is taken for A4, its longer side along the paper's longer one.
FormPage size_of(const Source& source, int number, const PageImage& page) {
  if (source.is_pdf) {
    const intake::PdfPageSize& size = source.pdf.pages[static_cast<std::size_t>(number - 1)];
    return page_size(number, size.width_mm, size.height_mm);
  }
  const double ratio = static_cast<double>(page.raster.height) / page.raster.width;
  const double width = page.dpi > 0 ? page.raster.width / page.dpi * mm_per_inch : ratio >= 1 ? 210.0 : 297.0;
  return page_size(number, width, width * ratio);
}

BoxMm box_of(const imaging::PrintedCode& code, double px_per_mm) {
  BoxMm box{code.corners_px[0].x / px_per_mm, code.corners_px[0].y / px_per_mm, 0, 0};
  for (const PointPx& corner : code.corners_px) box = hull(box, {corner.x / px_per_mm, corner.y / px_per_mm, 0, 0});
  return box;
}

/// Codes, and the white inside large letters, are no boxes.
void leave_out_codes_and_letters(imaging::Frames& frames, const Raster& raster, double px_per_mm,
                                 const std::vector<intake::PrintedWord>& words) {
  constexpr double round_code_mm = 1, letter_mm = 8;
  std::vector<BoxMm> codes;
  for (const imaging::PrintedCode& code : imaging::find_codes(intake::grey(raster)))
    codes.push_back(box_of(code, px_per_mm).grown(round_code_mm));
  const auto in_code = [&](const BoxMm& box) {
    return std::any_of(codes.begin(), codes.end(), [&](const BoxMm& code) { return code.contains(box); });
  };
  const auto in_word = [&](const BoxMm& box) {
    return box.width < letter_mm && std::any_of(words.begin(), words.end(), [&](const intake::PrintedWord& word) {
             return word.box.grown(0.2).contains(box) && !name_of(word.text).empty();
           });
  };
  for (auto* boxes : {&frames.cells, &frames.rings})
    std::erase_if(*boxes, [&](const BoxMm& box) { return in_code(box) || in_word(box); });
}

/// What is printed to write in, and what a fillable PDF has for it.
imaging::Frames with_fields(imaging::Frames frames, const std::vector<intake::PdfFormField>& fields, int page) {
  for (const intake::PdfFormField& field : fields)
    if (field.page == page) frames.cells.push_back(field.box);
  return frames;
}

FoundPage found_page(const Source& source, const FormPage& size, const Raster& raster,
                     const intake::IntakeOptions& options, reading::TextEngine* engine) {
  FoundPage page;
  page.number = size.number;
  page.width_mm = size.width_mm;
  page.height_mm = size.height_mm;
  imaging::Frames frames = imaging::find_frames(raster, size.width_mm, size.height_mm);
  std::vector<intake::PrintedWord> words;
  if (source.is_pdf) words = intake::words_of_pdf_page(source.file, size.number, options);
  if (words.empty() && engine != nullptr) words = scan_words(raster, size, frames, *engine);
  leave_out_what_says_nothing(words, raster, raster.width / size.width_mm);
  leave_out_codes_and_letters(frames, raster, raster.width / size.width_mm, words);
  page.text = text_blocks(words, with_fields(frames, source.pdf.fields, size.number));
  page.parts = parts_of(frames, size.width_mm, size.height_mm);
  const auto printing = std::make_shared<forms::Printing>(raster, size.width_mm, size.height_mm);
  for (TextBlock& block : page.text) block.is_heading = is_on_bar(block.box, *printing);
  page.ink_mm2 = [printing](const BoxMm& box) { return printing->ink_beside_rules_mm2(box); };
  return page;
}

std::vector<Item> items_of(const Source& source, const FoundPage& page) {
  std::vector<intake::PdfFormField> fields = source.pdf.fields;
  if (fields.empty()) return draft_page(page);
  std::erase_if(fields, [&](const intake::PdfFormField& field) { return field.page != page.number; });
  return fillable_fields(fields, page);
}

/// Boxes of a PDF may stand over the edge by a hair.
BoxMm on_page(BoxMm box, const FormPage& page) {
  const double x = std::clamp(box.x, 0.0, page.width_mm), y = std::clamp(box.y, 0.0, page.height_mm);
  return {x, y, std::min(box.right(), page.width_mm) - x, std::min(box.bottom(), page.height_mm) - y};
}

void add(Field field, const FormPage& page, std::set<std::string>& taken, FormTemplate& form) {
  if (field.name.empty()) field.name = name_of(field.label);
  if (field.name.empty()) field.name = fmt::format("page_{}_{}", page.number, to_string(field.kind));
  field.name = unused(field.name, taken);
  if (field.label.empty()) field.label = "(nothing printed beside it)";
  field.box = on_page(field.box, page);
  for (BoxMm& cell : field.cells) cell = on_page(cell, page);
  for (Option& option : field.options) option.box = on_page(option.box, page);
  if (field.box.width > 0 && field.box.height > 0) form.fields.push_back(std::move(field));
}

void add(Table table, const FormPage& page, std::set<std::string>& taken, FormTemplate& form) {
  table.name = name_of(table.label);
  if (table.name.empty()) table.name = fmt::format("page_{}_table", page.number);
  table.name = unused(table.name, taken);
  if (table.label.empty()) table.label = "(no title printed)";
  std::set<std::string> columns;
  for (Field& column : table.columns) {
    column.name = name_of(column.label);
    if (column.name.empty()) column.name = fmt::format("column_{}", &column - table.columns.data() + 1);
    column.name = unused(column.name, columns);
    if (column.label.empty()) column.label = "(no heading printed)";
  }
  form.tables.push_back(table);
  for (Field& cell : cells_of(table)) form.fields.push_back(std::move(cell));
}

std::string id_of(const fs::path& file) {
  std::string id = code_of(file.stem().string(), 1);
  std::replace(id.begin(), id.end(), '_', '-');
  return std::isdigit(static_cast<unsigned char>(id.front())) != 0 ? "form-" + id : id;
}

std::vector<std::string> told(const FormTemplate& form, bool fillable) {
  std::vector<std::string> all{
      "id, version and title: what this form is called",
      "critical: which answers could hurt somebody if they were misread; they always go to a person",
      "required, rules and lexicons: what has to hold on this form",
      "fhir: which answers become a Patient, an AllergyIntolerance …; all of them stand in the QuestionnaireResponse "
      "anyway"};
  std::size_t nameless = 0, several = 0, combs = 0;
  for (const Field& field : form.fields) {
    nameless += field.label.starts_with('(');
    several += field.kind == FieldKind::choices && field.row <= 1;
    combs += field.kind == FieldKind::comb && field.row <= 1;
  }
  if (nameless > 0)
    all.push_back(fmt::format("{} places have no words near them: give them a label and a name", nameless));
  if (several > 0)
    all.push_back(fmt::format(
        "{} questions are \"choices\" (several may be ticked): say \"choice\" where only one may be", several));
  if (combs > 0)
    all.push_back(
        fmt::format("{} combs hold something: say date (with layout), number or nhs_number where it is one, and "
                    "which alphabet",
                    combs));
  if (!fillable)
    all.push_back("whether every box is one, and none is missing: carescan template show DIR --out look.png");
  return all;
}

}  // namespace

Draft draft(const fs::path& blank, const intake::IntakeOptions& options, reading::TextEngine* engine) {
  Source source{blank, intake::format_of(blank, blank.filename().string()) == intake::Format::pdf, {}};
  if (source.is_pdf) source.pdf = intake::form_of_pdf(blank, options.max_pages);
  const intake::Source one_file{blank.filename().string(), {blank}};
  const intake::PageStream pages(one_file, "", options);
  Draft out;
  out.fillable = !source.pdf.fields.empty();
  out.form.id = id_of(blank);
  out.form.version = "0.1";
  out.form.title = blank.stem().string();
  out.form.blank = blank;
  std::set<std::string> taken;
  for (int number = 1; number <= pages.size(); ++number) {
    const PageImage image = pages.read(number);
    out.form.pages.push_back(size_of(source, number, image));
    const FormPage& size = out.form.pages.back();
    for (Item& item : items_of(source, found_page(source, size, image.raster, options, engine)))
      std::visit([&](auto& what) { add(std::move(what), size, taken, out.form); }, item);
  }
  if (out.form.fields.empty())
    throw Failure{"draft-nothing-found", blank.string(), "no page has a box, a comb or a square that could be found",
                  "write form.json by hand (docs/your-first-form.md), or give a clearer picture of the empty form"};
  out.to_do = told(out.form, out.fillable);
  return out;
}

}  // namespace carescan::drafting
