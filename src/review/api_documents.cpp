#include <fmt/format.h>

#include "pipeline/model/failure.hpp"
#include "src/review/answers.hpp"
#include "src/review/api.hpp"
#include "src/review/refused.hpp"

namespace carescan::web {
namespace {

std::string title_of(const review::Desk& desk, const review::DocumentLine& line) {
  try {
    return desk.form_of(line.id).title;
  } catch (const Failure&) {  // the form is not at hand in this version
    return line.form;
  }
}

std::string document_id(const Call& call, const char* name) {
  const std::string id = call.asked(name);
  if (!is_document_id(id)) throw Refused{404, "review-unknown", "there is no such document"};
  return id;
}

Json pages_json(const Record& record, const FormTemplate& form) {
  Json out = Json::array();
  for (const RecordPage& page : record.pages)
    for (const FormPage& printed : form.pages)
      if (printed.number == page.number)
        out.push_back({{"number", page.number},
                       {"picture", fmt::format("/page/{}/{}", record.id, page.number)},
                       {"width_mm", printed.width_mm},
                       {"height_mm", printed.height_mm}});
  return out;
}

Json field_json(Office& office, const FormTemplate& form, const std::string& document, const RecordField& read) {
  const review::Item item = office.desk.item(document, read.name);
  Json out = item_json(office, item);
  if (const Field* field = form.find(read.name)) out.update(question_json(form, *field, item.mode));
  const BoxMm& box = read.box;
  out["box_mm"] = Json::array({box.x, box.y, box.width, box.height});
  out["reviewed"] = read.reviewed;
  out["accepted"] = read.accepted;
  out["waits"] = item.mode == review::Mode::adjudicate || !(read.reviewed || read.accepted);
  return out;
}

}  // namespace

Json get_documents(Office& office, const Call& call) {
  const auto count = static_cast<std::size_t>(call.number("count", 50, 1, 500));
  const std::vector<review::DocumentLine> lines = office.desk.documents(call.asked("after", ""), count);
  Json out = Json::array();
  for (const review::DocumentLine& line : lines)
    out.push_back({{"id", line.id},
                   {"form", line.form},
                   {"form_title", title_of(office.desk, line)},
                   {"source", line.source},
                   {"left", line.left},
                   {"settled", line.settled},
                   {"pages", line.pages}});
  return {{"documents", out}, {"next", lines.size() < count ? Json(nullptr) : Json(lines.back().id)}};
}

Json get_document(Office& office, const Call& call) {
  const std::string id = document_id(call, "id");
  const Record record = office.desk.record(id);
  const FormTemplate& form = office.desk.form_of(id);
  Json fields = Json::array();
  for (const RecordField& field : record.fields) fields.push_back(field_json(office, form, id, field));
  return {{"id", id},
          {"form_title", form.title},
          {"source", record.pages.empty() ? "" : record.pages.front().source.file},
          {"pages", pages_json(record, form)},
          {"fields", fields}};
}

}  // namespace carescan::web
