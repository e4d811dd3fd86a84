#pragma once

#include <filesystem>
#include <string>

namespace carescan::editor {

/// DIR/form.json as it was read.
struct FormText {
  std::string text;
  std::string sha256;  ///< of the text
};

/// Reads DIR/form.json. Throws Failure "template-missing".
FormText read_form_text(const std::filesystem::path& folder);

/// Puts another text into DIR/form.json, if it still is what `was` names: written beside, on disk, renamed, so that
/// nobody ever sees half of it; owner's and group's rights stay, and a link stays a link. Returns it as it is now.
/// Throws web::Refused 409 "form-changed" where somebody else changed the file, Failure "out-unwritable".
FormText replace_form_text(const std::filesystem::path& folder, const std::string& was_sha256, const std::string& text);

}  // namespace carescan::editor
