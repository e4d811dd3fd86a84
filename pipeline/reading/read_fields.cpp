#include "pipeline/reading/read_fields.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "pipeline/reading/cells.hpp"
#include "pipeline/reading/drawing.hpp"
#include "pipeline/reading/lines.hpp"
#include "pipeline/reading/marks.hpp"
#include "pipeline/reading/models.hpp"
#include "pipeline/reading/other_printing.hpp"
#include "pipeline/reading/rings.hpp"
#include "pipeline/reading/signature.hpp"
#include "pipeline/reading/stray_ink.hpp"
#include "pipeline/reading/tesseract_engine.hpp"
#include "pipeline/reading/writing.hpp"
#include "pipeline/records/identity.hpp"

namespace carescan::reading {
namespace {

bool is_ringed(const Field& field) {
  return field.mark == MarkBy::ring && !field.options.empty();
}

/// A ring lies beside its word: this much of it counts as the word's own where other fields look for theirs.
constexpr double ring_mm = 1.5;

/// Every area of a page where people write or mark; each is a rival of all others.
std::vector<BoxMm> areas_of(const FormTemplate& form, int page) {
  std::vector<BoxMm> out;
  for (const Field& field : form.fields) {
    if (field.page != page || field.kind == FieldKind::table || field.kind == FieldKind::drawing) continue;
    if (field.options.empty()) out.push_back(field.box);
    for (const Option& option : field.options) out.push_back(is_ringed(field) ? option.box.grown(ring_mm) : option.box);
  }
  return out;
}

/// The words that are ringed in other fields of a page.
std::vector<BoxMm> words_beside(const Field& own, const std::vector<Field>& fields) {
  std::vector<BoxMm> out;
  for (const Field& field : fields)
    if (is_ringed(field) && field.name != own.name)
      for (const Option& option : field.options) out.push_back(option.box);
  return out;
}

/// Where ink is no mark of any ringed word.
std::vector<BoxMm> areas_of_others(const std::vector<Field>& fields) {
  std::vector<BoxMm> out;
  for (const Field& field : fields) {
    if (is_ringed(field)) continue;
    if (field.options.empty()) out.push_back(field.box);
    for (const Option& option : field.options) out.push_back(option.box);
  }
  return out;
}

using Features = std::vector<MarkFeatures>;

/// Reads the fields of one page.
class PageReader {
 public:
  PageReader(const imaging::RegisteredPage& page, std::vector<BoxMm> areas, Engines& engines,
             const Knowledge& knowledge)
      : page_(page), areas_(std::move(areas)), engines_(engines), knowledge_(knowledge) {}

  /// What is seen in the boxes of a mark field, option by option.
  Features look_at(const Field& field) const {
    if (field.options.empty()) return {look_at_box(page_, field.box, areas_)};
    Features boxes;
    for (const Option& option : field.options) boxes.push_back(look_at_box(page_, option.box, areas_));
    return boxes;
  }

  CutComb cut(const Field& field) const {
    return cut_comb(field, imaging::cut(page_, field.box, margin_mm, text_px_per_mm),
                    rivals_near(areas_, field.box, margin_mm));
  }

  /// Any field but a mark field and a comb.
  Reading read(const Field& field) {
    if (field.kind == FieldKind::signature || field.kind == FieldKind::initials)
      return read_signature(field, imaging::cut(page_, field.box, margin_mm, mark_px_per_mm),
                            rivals_near(areas_, field.box, margin_mm));
    if (field.kind == FieldKind::drawing)
      return read_drawing(field, imaging::cut(page_, field.box, margin_mm, mark_px_per_mm),
                          rivals_near(areas_, field.box, margin_mm));
    return read_writing(field);
  }

 private:
  static constexpr double margin_mm = 2;

  Reading read_writing(const Field& field) {
    const imaging::FieldCrop crop = imaging::cut(page_, field.box, margin_mm, text_px_per_mm);
    const auto& lists = knowledge_.phrases;
    const auto list = lists.find(field.lexicon);
    return read_lines(field, crop, rivals_near(areas_, field.box, margin_mm),
                      {.typed = *engines_.typed,
                       .written = [this](const cv::Mat& picture) { return engines_.lines.scores(picture); },
                       .phrases = list == lists.end() ? nullptr : &list->second});
  }

  const imaging::RegisteredPage& page_;
  std::vector<BoxMm> areas_;
  Engines& engines_;
  const Knowledge& knowledge_;
};

/// The net sees all boxes of a page at once.
void ask_net(MarkNet& net, std::map<std::string, Features>& page) {
  std::vector<MarkFeatures*> boxes;
  for (auto& [field, own] : page)
    for (MarkFeatures& box : own) boxes.push_back(&box);
  ask_net(net, boxes);
}

/// All boxes of a page before any is judged: how a person marks shows on the whole page.
MarkStyle style_of_page(const std::map<std::string, Features>& seen) {
  Features all;
  for (const auto& [field, boxes] : seen) all.insert(all.end(), boxes.begin(), boxes.end());
  return style_of(all);
}

Reading read_marks(const Field& field, const Features& boxes, MarkStyle style) {
  return field.options.empty() ? read_checkbox(field, boxes.front(), style) : read_options(field, boxes, style);
}

/// All combs of a page: their cells go through the net together.
std::map<std::string, Reading> read_combs(const std::vector<Field>& fields, const PageReader& reader, CellNet& net,
                                          const Knowledge& knowledge) {
  std::map<std::string, CutComb> combs;
  std::vector<Cell> cells;
  for (const Field& field : fields) {
    if (field.cells.empty() || !is_written(field.kind)) continue;
    const CutComb& comb = combs[field.name] = reader.cut(field);
    cells.insert(cells.end(), comb.cells.begin(), comb.cells.end());
  }
  const std::vector<CellScores> scores = net.scores(cells);
  std::vector<WrittenComb> page;
  auto from = scores.begin();
  for (const Field& field : fields) {
    if (!combs.contains(field.name)) continue;
    const auto to = from + std::ssize(field.cells);
    page.push_back({field, {from, to}});
    from = to;
  }
  const Hand hand = hand_of(page);
  std::map<std::string, Reading> readings;
  for (const WrittenComb& comb : page) {
    Reading& reading = readings[comb.field.name] = decode(comb.field, comb.cells, knowledge, hand);
    for (const std::string& reason : combs.at(comb.field.name).reasons) add_reason(reading.reasons, reason);
  }
  return readings;
}

/// The areas of one field; also of tables and drawings, which own their ink like others. A ring round two words is
/// still the field's own.
std::vector<Area> areas_of(const Field& field) {
  if (is_ringed(field)) return {{ring_area(field)}};
  if (field.options.empty()) return {{field.box, is_mark(field.kind)}};
  std::vector<Area> out;
  for (const Option& option : field.options) out.push_back({option.box, true});
  return out;
}

/// What only the whole page shows. Ink that no field owns asks about every field it lies near: a ring round a label, a
/// page crossed out. Printing that is not the template's asks about every field it touches: another version of the form
/// may mean something else there.
void doubt_by_page(const imaging::FieldCrop& sheet, const std::vector<Field>& fields,
                   std::vector<Reading>& readings) {
  std::vector<Area> all;
  std::vector<BoxMm> writing;
  for (const Field& field : fields) {
    for (const Area& area : areas_of(field)) all.push_back(area);
    for (const Area& area : areas_of(field))
      if (field.cells.empty()) writing.push_back(area.box);
    writing.insert(writing.end(), field.cells.begin(), field.cells.end());
  }
  const StrayInk stray = stray_ink(sheet, all);
  const std::vector<BoxMm> other = other_printing(sheet, writing);
  for (std::size_t i = 0; i < fields.size(); ++i)
    for (const Area& area : areas_of(fields[i])) {
      if (near(stray, area)) add_reason(readings[i].reasons, "ink-outside");
      if (touches(other, area.box)) add_reason(readings[i].reasons, "printing-differs");
    }
}

}  // namespace

Engines load_engines() {
  return {make_tesseract()};
}

std::vector<std::string> engine_versions() {
  const auto data = std::filesystem::path(tessdata_folder) / "eng.traineddata";
  std::vector<std::string> out{tesseract_name() + " " + records::sha256_of_file(data)};
  for (const Model& net : models())
    out.push_back(std::string(net.name) + ".onnx " + records::sha256_hex({net.onnx.data(), net.onnx.size()}));
  return out;
}

std::vector<Reading> read_fields(const imaging::RegisteredPage& page, const imaging::FieldCrop& sheet,
                                 const FormTemplate& form, int page_number, Engines& engines) {
  const std::vector<Field> fields = form.fields_on(page_number);
  if (form.sha256.empty() || !engines.knowledge.contains(form.sha256))
    engines.knowledge[form.sha256] = knowledge_of(form);
  const Knowledge& knowledge = engines.knowledge.at(form.sha256);
  PageReader reader(page, areas_of(form, page_number), engines, knowledge);
  std::map<std::string, Features> marks;
  for (const Field& field : fields)
    if (is_mark(field.kind) && !is_ringed(field)) marks[field.name] = reader.look_at(field);
  ask_net(engines.marks, marks);
  const MarkStyle style = style_of_page(marks);
  const auto combs = read_combs(fields, reader, engines.cells, knowledge);
  const std::vector<BoxMm> elsewhere = areas_of_others(fields);
  std::vector<Reading> readings;
  for (const Field& field : fields)
    readings.push_back(is_ringed(field)             ? read_rings(field, page, words_beside(field, fields), elsewhere)
                       : is_mark(field.kind)        ? read_marks(field, marks.at(field.name), style)
                       : combs.contains(field.name) ? combs.at(field.name)
                                                    : reader.read(field));
  doubt_by_page(sheet, fields, readings);
  return readings;
}

}  // namespace carescan::reading
