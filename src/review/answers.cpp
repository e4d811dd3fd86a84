#include "src/review/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/records/json_parts.hpp"
#include "pipeline/review/words.hpp"
#include "src/review/crop.hpp"
#include "src/review/refused.hpp"

namespace carescan::web {
namespace {

Json reasons_json(const std::vector<std::string>& codes) {
  Json out = Json::array();
  for (const std::string& code : codes) out.push_back({{"code", code}, {"words", review::reason_words(code)}});
  return out;
}

Json candidates_json(const Field& field, const std::vector<Value>& values) {
  Json out = Json::array();
  for (const Value& value : values)
    out.push_back({{"text", review::typing_of(field, FieldState::read, value)},
                   {"display", review::words_of(field, FieldState::read, value)}});
  return out;
}

/// Which keys alone take a suggestion: those with which no value of the field begins.
const char* picked_by(review::Begins begins) {
  if (begins == review::Begins::with_digit) return "letters";
  return begins == review::Begins::with_letter ? "digits" : "";
}

std::string url_part(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

Json crop_mm(const FormTemplate& form, const RecordField& field, const Margins& margins) {
  const auto page = std::ranges::find(form.pages, field.page, &FormPage::number);
  if (page == form.pages.end()) return Json::array({field.box.width, field.box.height});
  const BoxMm box = crop_box(field.box, *page, margins);
  return Json::array({box.width, box.height});
}

Json reading_json(const Field& field, const review::Item& item) {
  const RecordField& read = item.field;
  return {{"group", item.group},
          {"state", to_string(read.state)},
          {"value", records::value_json(read.value, records::Digits::three)},
          {"display", review::words_of(field, read.state, read.value)},
          {"text", review::typing_of(field, read.state, read.value)},
          {"confidence", read.confidence},
          {"picked_by", picked_by(item.begins)},
          {"candidates", candidates_json(field, item.suggestions.others)},
          {"completions", item.suggestions.completions}};
}

}  // namespace

std::string_view word_of(review::Mode mode) {
  return mode == review::Mode::confirm ? "confirm" : mode == review::Mode::rekey ? "rekey" : "adjudicate";
}

const Field& field_of(const FormTemplate& form, const std::string& column_field) {
  const Field* field = form.find(in_row(column_field, 1));
  if (field == nullptr) throw Refused{404, "column-unknown", "there is no such column; load the page again"};
  return *field;
}

std::string column_label(const FormTemplate& form, const Field& field) {
  const auto table = std::ranges::find(form.tables, field.table, &Table::name);
  if (field.table.empty() || table == form.tables.end()) return field.label;
  const auto column = std::ranges::find(table->columns, field.column, &Field::name);
  return table->label + ": " + (column == table->columns.end() ? field.label : column->label);
}

Json question_json(const FormTemplate& form, const Field& field, review::Mode mode) {
  Json options = Json::array();
  for (const Option& option : field.options) options.push_back({{"code", option.code}, {"label", option.label}});
  Json out{{"form_title", form.title}, {"help", field.help}, {"kind", to_string(field.kind)},
           {"mode", word_of(mode)},    {"unit", field.unit}, {"layout", field.layout},
           {"lines", field.lines},     {"options", options}, {"max_length", field.max_length}};
  if (field.kind == FieldKind::date) out["placeholder"] = "dd/mm/yyyy";
  return out;
}

std::string crop_url(const std::string& document, const std::string& field, const Margins& margins) {
  return fmt::format("/crop/{}/{}.png?top={:.0f}&bottom={:.0f}", document, url_part(field), 10 * margins.top,
                     10 * margins.bottom);
}

Json item_json(Office& office, const review::Item& item) {
  const FormTemplate& form = office.desk.form_of(item.document);
  const RecordField& read = item.field;
  const Field* field = form.find(read.name);
  if (field == nullptr) throw Refused{404, "review-unknown", "the form has no such field"};
  const Margins margins = office.labels.of(form, read.name);
  Json out{{"document", item.document},
           {"field", read.name},
           {"label", read.label},
           {"page", read.page},
           {"mode", word_of(item.mode)},
           {"version", item.version},
           {"crop", crop_url(item.document, read.name, margins)},
           {"crop_mm", crop_mm(form, read, margins)},
           {"reasons", reasons_json(read.reasons)}};
  if (item.mode == review::Mode::rekey)
    out["group"] = 0;
  else
    out.update(reading_json(*field, item));
  if (item.mode == review::Mode::adjudicate) {
    out["read"] = {{"display", out["display"]}, {"text", out["text"]}};
    out["typed"] = {{"display", item.typed}, {"text", item.typed_text}, {"by", item.typed_by}};
  }
  return out;
}

Json progress_json(const review::Progress& p) {
  Json out{{"left", p.left},
           {"settled", p.settled},
           {"mine", p.mine},
           {"documents", p.documents},
           {"documents_left", p.documents_left},
           {"stale", p.stale},
           {"rekeyed", p.rekeyed},
           {"rekey_agreed", p.rekey_agreed},
           {"audited", p.audited},
           {"audit_agreed", p.audit_agreed},
           {"seconds_per_field", nullptr}};
  if (p.seconds_per_field) out["seconds_per_field"] = *p.seconds_per_field;
  return out;
}

Json chain_json(const review::Work& work) {
  return {{"count", work.chain_count}, {"head", work.chain_head}};
}

}  // namespace carescan::web
