#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pipeline/batch/catalogue.hpp"

namespace carescan::batch {

/// The text of the codes on separator sheets.
inline constexpr const char* separator_code = "carescan:separator:1";

/// What a printed code says of the sheet it is on.
struct CodeMeaning {
  enum class Kind {
    page,          ///< a page of a form of the catalogue
    separator,     ///< a separator sheet
    unknown_page,  ///< a page of a form that is not in the catalogue
    foreign        ///< somebody else's: may say anything, so it is never written anywhere
  };
  Kind kind = Kind::foreign;
  std::size_t print = 0;      ///< index into the catalogue's pages, for page
  std::string instance = {};  ///< see FormPageRead::instance, for page
  std::string shown = {};     ///< what may be told of it: the code without its instance; empty when foreign
};

/// Compares the text of a code with what the templates say of their pages ("match"), which may be followed by a colon
/// and an instance. Other texts are ours when they are "carescan:separator", with or without more after a colon, or
/// have the form carescan:FORM:VERSION:PAGE.
CodeMeaning meaning_of(const std::string& text, const std::vector<Catalogue::PageOfForm>& pages);

}  // namespace carescan::batch
