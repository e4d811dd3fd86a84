#include "pipeline/batch/catalogue.hpp"

#include <fmt/format.h>

#include "pipeline/forms/load.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// Resolution the staged blanks are said to have; the true one follows from their size and the page's.
constexpr double blank_dpi = 300;

fs::path staged_blank(const OutFolder& out, const FormTemplate& form, int page) {
  return out.staging() / fmt::format("blank-{}-{}.png", form.sha256, page);
}

std::vector<Field> fields_of_page(const FormTemplate& form, int page) {
  std::vector<Field> fields;
  for (const Field& field : form.fields)
    if (field.page == page) fields.push_back(field);
  return fields;
}

}  // namespace

std::vector<FormTemplate> load_forms(const std::vector<fs::path>& folders) {
  std::vector<FormTemplate> forms = forms::load_catalogue(folders);
  for (FormTemplate& form : forms)
    form.sha256 =
        records::sha256_hex(records::sha256_of_file(form.folder / "form.json") + records::sha256_of_file(form.blank));
  return forms;
}

std::string hash_of(const std::vector<FormTemplate>& forms) {
  std::string all;
  for (const FormTemplate& form : forms) all += form.id + " " + form.version + " " + form.sha256 + "\n";
  return records::sha256_hex(all);
}

std::vector<Raster> load_blanks(const FormTemplate& form, const intake::IntakeOptions& options) {
  std::vector<Raster> blanks = intake::load_pages(form.blank, options);
  if (blanks.size() != form.pages.size())
    throw Failure{"template-invalid", form.blank.string(),
                  fmt::format("the blank has {} pages, form.json says {}", blanks.size(), form.pages.size()),
                  "print the blank again or correct \"pages\" in form.json"};
  return blanks;
}

void stage_blanks(const OutFolder& out, const std::vector<FormTemplate>& forms, const intake::IntakeOptions& options) {
  for (const FormTemplate& form : forms) {
    const std::vector<Raster> blanks = load_blanks(form, options);
    for (std::size_t i = 0; i < blanks.size(); ++i)
      write_file(out, staged_blank(out, form, form.pages[i].number), intake::encode_png(blanks[i], blank_dpi));
  }
}

Catalogue prepare_catalogue(const OutFolder& out, std::vector<FormTemplate> forms) {
  Catalogue catalogue{std::move(forms), {}, {}, {}};
  catalogue.sha256 = hash_of(catalogue.forms);
  for (std::size_t i = 0; i < catalogue.forms.size(); ++i) {
    const FormTemplate& form = catalogue.forms[i];
    for (const FormPage& page : form.pages) {
      const fs::path file = staged_blank(out, form, page.number);
      const Raster blank = intake::decode_image(read_file(file), file.string());
      catalogue.prints.push_back(imaging::prepare_print(blank, page, fields_of_page(form, page.number)));
      catalogue.pages.push_back({i, page.number, page.code});
    }
  }
  return catalogue;
}

}  // namespace carescan::batch
