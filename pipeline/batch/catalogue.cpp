#include "pipeline/batch/catalogue.hpp"

#include <fmt/format.h>

#include <atomic>
#include <set>

#include "pipeline/batch/in_threads.hpp"
#include "pipeline/batch/learn_template.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

fs::path staged_print(const OutFolder& out, const FormTemplate& form, int page) {
  return out.staging() / fmt::format("print-{}-{}", form.sha256, page);
}

fs::path staged_index(const OutFolder& out) {
  return out.staging() / "print-index";
}

/// The words by which the form is read: each of its lists once, in the order in which fields name them.
std::string words_of_lists(const FormTemplate& form) {
  std::string all;
  std::set<std::string> taken;
  for (const Field& field : form.fields) {
    if (field.lexicon.empty() || !taken.insert(field.lexicon).second) continue;
    for (const std::string& word : forms::load_lexicon(form, field.lexicon)) all += word + "\n";
  }
  return all;
}

std::string hash_of(const FormTemplate& form) {
  std::string parts = records::sha256_of_file(form.folder / "form.json") + records::sha256_of_file(form.blank);
  if (is_learned(form)) parts += records::sha256_of_file(form.folder / "learned.png");
  if (const std::string words = words_of_lists(form); !words.empty()) parts += records::sha256_hex(words);
  return records::sha256_hex(parts);
}

/// Links what was prepared earlier into staging, so that the parent decides once for all its workers which prints the
/// run has; false unless all pages were, and where OUT's file system knows no links.
bool link_prepared(const OutFolder& out, const FormTemplate& form, const PreparedPrints& prints) {
  for (const FormPage& page : form.pages) {
    const std::optional<fs::path> file = find_prepared(form, page.number, prints);
    if (!file) return false;
    const fs::path staged = staged_print(out, form, page.number);
    std::error_code no_link;
    fs::remove(staged, no_link);
    fs::create_symlink(*file, staged, no_link);
    if (no_link) return false;
  }
  if (is_learned(form)) require_learned(form);
  return true;
}

std::vector<imaging::PagePrint> open_staged(const OutFolder& out, const FormTemplate& form) {
  std::vector<imaging::PagePrint> prints;
  for (const FormPage& page : form.pages) prints.push_back(imaging::open_print(staged_print(out, form, page.number)));
  return prints;
}

void stage_form(const OutFolder& out, const FormTemplate& form, const intake::IntakeOptions& options) {
  const std::vector<Raster> blanks = load_blanks(form, options);
  for (std::size_t i = 0; i < blanks.size(); ++i)
    write_file(out, staged_print(out, form, form.pages[i].number),
               imaging::bytes_of(prepare_page(form, form.pages[i], blanks[i])));
}

/// Mapped: what is held does not grow with the catalogue.
std::vector<imaging::PagePrint> linked_or_made(const OutFolder& out, const FormTemplate& form,
                                               const intake::IntakeOptions& options, const PreparedPrints& prepared) {
  if (link_prepared(out, form, prepared)) try {
      return open_staged(out, form);
    } catch (const std::runtime_error&) {  // taken away since it was found
    }
  stage_form(out, form, options);
  return open_staged(out, form);
}

}  // namespace

std::vector<FormTemplate> load_forms(const std::vector<fs::path>& folders) {
  std::vector<FormTemplate> forms = forms::load_catalogue(folders);
  for (FormTemplate& form : forms) form.sha256 = hash_of(form);
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
  return is_learned(form) ? load_learned(form, options) : blanks;
}

void stage_prints(const OutFolder& out, const std::vector<FormTemplate>& forms, const intake::IntakeOptions& options,
                  const PreparedPrints& prepared, int threads) {
  std::vector<std::vector<imaging::PagePrint>> staged(forms.size());
  std::atomic<std::size_t> next = 0;
  in_threads(threads, [&](const std::atomic<bool>& abandoned) {
    for (std::size_t i = next++; i < forms.size() && !abandoned; i = next++)
      staged[i] = linked_or_made(out, forms[i], options, prepared);
  });
  std::vector<imaging::PagePrint> prints;
  for (const std::vector<imaging::PagePrint>& pages : staged) prints.insert(prints.end(), pages.begin(), pages.end());
  write_file(out, staged_index(out), imaging::index_bytes_of(prints));
}

Catalogue open_catalogue(const OutFolder& out, std::vector<FormTemplate> forms) {
  Catalogue catalogue{std::move(forms), {}, {}, {}};
  catalogue.sha256 = hash_of(catalogue.forms);
  std::vector<fs::path> files;
  for (std::size_t i = 0; i < catalogue.forms.size(); ++i)
    for (const FormPage& page : catalogue.forms[i].pages) {
      files.push_back(staged_print(out, catalogue.forms[i], page.number));
      catalogue.pages.push_back({i, page.number, page.code});
    }
  try {
    catalogue.prints = imaging::open_prints(files, staged_index(out));
  } catch (const std::runtime_error& error) {
    throw Failure{"print-missing", out.staging().string(), error.what(),
                  "run the same command again; leave prepared printing alone while a run goes on"};
  }
  return catalogue;
}

}  // namespace carescan::batch
