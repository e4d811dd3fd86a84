#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::batch {

/// Fewer filled pages do not tell what is printed from what people wrote.
inline constexpr int least_pages_to_learn = 8;

/// What `template learn` writes into the form's folder.
struct LearnedForm {
  std::string png;   ///< learned.png: the pages below each other, 8 px/mm
  std::string json;  ///< learned.json: of which form and blank, from how many pages, what was left as it was
};

/// Takes what is printed from the filled pages among `paths` (files and folders as `read` takes them): pages are found
/// by the form's own blank; at most 32 a template page are used, the first in the order of names; what is no page of
/// the form or cannot be read is told in `notes` and left out. Throws Failure "template-too-few-pages" when a page of
/// the form was found fewer than 8 times, "path-missing", and what the blank's decoding throws.
LearnedForm learn_template(const FormTemplate&, const std::vector<std::filesystem::path>& paths,
                           const intake::IntakeOptions&, std::ostream& notes);

/// Whether the form has been learnt from pages of one's own; its learned.png counts instead of the blank from then on.
bool is_learned(const FormTemplate&);

/// Throws Failure "template-invalid" when learned.png and learned.json do not belong to this form.json and blank.
void require_learned(const FormTemplate&);

/// The learnt pages, one raster a page of the form. Throws Failure "template-invalid" when learned.png and learned.json
/// do not belong to this form.json and blank.
std::vector<Raster> load_learned(const FormTemplate&, const intake::IntakeOptions&);

}  // namespace carescan::batch
