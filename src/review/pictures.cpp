#include "src/review/pictures.hpp"

#include <algorithm>

#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "src/review/crop.hpp"
#include "src/review/refused.hpp"

namespace fs = std::filesystem;

namespace carescan::web {
namespace {

[[noreturn]] void not_found() {
  throw Refused{404, "not-found", "there is no such picture"};
}

/// What follows `prefix`, up to `suffix`; empty where the path is not so.
std::string between(const std::string& path, std::string_view prefix, std::string_view suffix) {
  if (!path.starts_with(prefix) || !path.ends_with(suffix) || path.size() <= prefix.size() + suffix.size()) return "";
  return path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
}

fs::path page_file(const Office& office, const std::string& document, int page) {
  return office.out.document(document) / "pages" / (std::to_string(page) + ".jpg");
}

std::string bytes_of(const fs::path& file) {
  if (!fs::is_regular_file(file)) not_found();
  return batch::read_file(file);
}

const FormPage& page_of(const FormTemplate& form, int number) {
  const auto page = std::ranges::find(form.pages, number, &FormPage::number);
  if (page == form.pages.end()) not_found();
  return *page;
}

std::string crop(Office& office, const std::string& document, const std::string& name, const Margins& margins) {
  const RecordField field = office.desk.item(document, name).field;
  const FormPage& page = page_of(office.desk.form_of(document), field.page);
  const auto picture = office.pictures.page(page_file(office, document, field.page));
  const BoxMm box = crop_box(field.box, page, margins);
  return intake::encode_png(cut(*picture, page, box), picture->width / page.width_mm * 25.4);
}

}  // namespace

Picture picture(Office& office, const std::string& path, const Margins& margins) {
  try {
    if (const std::string id = between(path, "/quarantine/", ".jpg"); is_quarantine_id(id))
      return {bytes_of(office.out.quarantine() / (id + ".jpg")), "image/jpeg"};
    const std::string document = path.substr(std::min<std::size_t>(6, path.size()), 36);
    if (!is_document_id(document)) not_found();
    if (const std::string page = between(path, "/page/" + document + "/", ""); is_page_number(page))
      return {bytes_of(page_file(office, document, std::stoi(page))), "image/jpeg"};
    if (const std::string field = between(path, "/crop/" + document + "/", ".png"); !field.empty())
      return {crop(office, document, field, margins), "image/png"};
  } catch (const Failure&) {  // no such document or field, or its page is not there
  }
  not_found();
}

}  // namespace carescan::web
