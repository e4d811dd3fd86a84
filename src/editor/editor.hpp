#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "src/editor/findings_of.hpp"
#include "src/editor/try_out.hpp"
#include "src/review/site.hpp"

namespace carescan::editor {

/// One form being edited in the browser (docs/cli.md, template edit). May be called from several threads.
///
/// The page holds the form as JSON and sends the whole of it; here it becomes the text of form.json with nothing
/// changed but what was changed (forms::edited_text).
class Editor {
 public:
  /// Throws Failure "template-missing", and "template-invalid" where form.json is no form: that is mended by hand.
  Editor(std::filesystem::path folder, LoadBlank, TryOut&);

  /// {"folder", "text", "sha256", "pages": [{number, width_mm, height_mm, picture}], "findings": [...]}.
  web::Json load();

  /// Of a form as it is on the screen: {"findings": [...], "changes": [...], "version_note", "changed", "line_of"}.
  web::Json check(const web::Json& form);

  /// Saves it if form.json is still the one that has `sha256`; answers as `load` does. Throws Refused 409
  /// "form-changed", 422 "form-invalid".
  web::Json save(const web::Json& form, const std::string& sha256);

  /// Reads the scan taken last with it (TryOut::read). Throws Refused 422 "form-invalid".
  web::Json try_on(const web::Json& form);

  /// "/blank/<n>.png", and TryOut's pictures. Throws Refused 404.
  web::Picture picture(const std::string& path);

 private:
  std::string text_of(const web::Json& form) const;
  web::Json findings_json(const std::string& text);
  const std::vector<Raster>& blanks(const std::filesystem::path& blank);

  std::filesystem::path folder_;
  LoadBlank load_blank_;
  TryOut& try_out_;
  std::mutex mutex_;
  std::map<std::filesystem::path, std::vector<Raster>> blanks_;
};

/// The editor's page, its API and its pictures. Both must outlive it.
web::Site editor_site(Editor&, TryOut&, web::Sessions&);

}  // namespace carescan::editor
