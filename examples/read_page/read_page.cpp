// Reads a scan by the forms below a folder, and prints what stands in each field and how sure that is.
//   read_page TEMPLATES SCAN
#include <iostream>

#include "pipeline/forms/load.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/reading/read_fields.hpp"
#include "pipeline/records/record_json.hpp"

using namespace carescan;

int main(int count, char** arguments) try {
  if (count != 3) return std::cerr << "usage: read_page TEMPLATES SCAN\n", 2;
  const intake::IntakeOptions options{.pdf_renderer = PDF_RENDERER};
  const std::vector<FormTemplate> forms = forms::load_catalogue({arguments[1]});

  std::vector<imaging::PagePrint> printed;  // what each page of each form looks like, and in `pages` which it is
  std::vector<std::pair<const FormTemplate*, int>> pages;
  for (const FormTemplate& form : forms) {
    const std::vector<Raster> blanks = intake::load_pages(form.blank, options);
    for (const FormPage& page : form.pages) {
      printed.push_back(imaging::prepare_print(blanks.at(page.number - 1), page, form.fields_on(page.number)));
      pages.emplace_back(&form, page.number);
    }
  }

  const imaging::Prints prints(std::move(printed));
  reading::Engines engines = reading::load_engines();
  for (const intake::Source& source : intake::find_sources({arguments[2]})) {
    const intake::PageStream scan(source, intake::sha256_of(source), options);
    for (int number = 1; number <= scan.size(); ++number) {
      imaging::Straightened page = imaging::straighten(scan.read(number));
      const imaging::Identification who = imaging::identify(page, prints);
      std::cout << source.name << ", page " << number << ": ";
      if (page.blank || !who.accepted) {
        std::cout << (page.blank ? "blank" : who.reason) << "\n";
        continue;
      }
      const auto [form, form_page] = pages[who.accepted->print];
      std::cout << form->title << ", page " << form_page << "\n";
      imaging::RegisteredPage paper{std::move(page), *who.accepted, prints[who.accepted->print]};
      const imaging::FieldCrop sheet = imaging::cut_sheet(paper);
      paper.contrast = imaging::printing_contrast(sheet);  // pale printing is printing
      for (const Reading& field : reading::read_fields(paper, sheet, *form, form_page, engines))
        std::cout << "  " << field.field << " = " << records::display(field.value) << "  (" << to_string(field.state)
                  << ", " << field.confidence << ")\n";
    }
  }
} catch (const Failure& failure) {
  std::cerr << failure.path << ": " << failure.why << "; " << failure.hint << "\n";
  return 1;
}
