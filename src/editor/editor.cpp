#include "src/editor/editor.hpp"

#include <algorithm>

#include "pipeline/forms/diff.hpp"
#include "pipeline/forms/edit_text.hpp"
#include "pipeline/forms/form_json.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "src/editor/editor_files.hpp"
#include "src/editor/form_file.hpp"
#include "src/review/refused.hpp"

namespace fs = std::filesystem;

namespace carescan::editor {
namespace {

using web::Json;
using web::Refused;

Json changes_json(const std::vector<forms::Change>& changes) {
  Json all = Json::array();
  for (const forms::Change& change : changes)
    all.push_back({{"what", change.what},
                   {"subject", change.subject},
                   {"detail", change.detail},
                   {"weight", forms::to_string(change.weight)}});
  return all;
}

/// Old paper keeps its old version: whoever changes what is read is told, and decides.
std::string version_note(const FormTemplate& was, const FormTemplate& now, const std::vector<forms::Change>& changes) {
  if (was.version != now.version || !forms::asks_for_a_version(changes)) return "";
  return "Boxes or meanings have changed and the version is still " + now.version +
         ". If paper of this version is in use, give the form a new version; if the paper is as it was and only "
         "the boxes were wrong, keep it.";
}

double shown_dpi(const Raster& blank, const FormPage& page) {
  return blank.width / page.width_mm * 25.4;
}

Refused no_form(const std::string& text) {
  const auto errors = forms::text_errors(text);
  return {422, "form-invalid", errors.front().pointer + ": " + errors.front().message + "; nothing was done"};
}

}  // namespace

Editor::Editor(fs::path folder, LoadBlank load_blank, TryOut& try_out)
    : folder_(std::move(folder)), load_blank_(std::move(load_blank)), try_out_(try_out) {
  const std::string text = read_form_text(folder_).text;
  if (const auto errors = forms::text_errors(text); !errors.empty())
    throw Failure{"template-invalid", (folder_ / "form.json").string(),
                  errors.front().pointer + ": " + errors.front().message,
                  "mend it in a text editor first: carescan template check " + folder_.string() + " tells all"};
}

/// Decoded once: a blank does not change while its form is edited.
const std::vector<Raster>& Editor::blanks(const fs::path& blank) {
  const std::lock_guard lock(mutex_);
  const auto known = blanks_.find(blank);
  return known != blanks_.end() ? known->second : blanks_.emplace(blank, load_blank_(blank)).first->second;
}

Json Editor::findings_json(const std::string& text) {
  const auto findings = findings_of(text, folder_, [&](const fs::path& blank) { return blanks(blank); });
  return Json::parse(forms::as_json(findings)).at("findings");
}

Json Editor::load() {
  const FormText now = read_form_text(folder_);
  const FormTemplate form = forms::parse_form(now.text, folder_);
  Json pages = Json::array();
  for (const FormPage& page : form.pages)
    pages.push_back({{"number", page.number},
                     {"width_mm", page.width_mm},
                     {"height_mm", page.height_mm},
                     {"picture", "/blank/" + std::to_string(page.number) + ".png"}});
  return {{"folder", fs::absolute(folder_).lexically_normal().filename().string()},
          {"text", now.text},
          {"sha256", now.sha256},
          {"pages", pages},
          {"findings", findings_json(now.text)}};
}

std::string Editor::text_of(const Json& form) const {
  if (!form.is_object()) throw Refused{400, "bad-request", "form is a JSON object"};
  return forms::edited_text(read_form_text(folder_).text, form);
}

Json Editor::check(const Json& wanted) {
  const std::string was = read_form_text(folder_).text, text = text_of(wanted);
  Json json{
      {"findings", findings_json(text)}, {"changed", text != was}, {"changes", Json::array()}, {"version_note", ""}};
  if (!forms::text_errors(text).empty() || !forms::text_errors(was).empty()) return json;
  const FormTemplate before = forms::parse_form(was, folder_), now = forms::parse_form(text, folder_);
  const auto changes = forms::changes_between(before, now);
  json["changes"] = changes_json(changes);
  json["version_note"] = version_note(before, now, changes);
  return json;
}

Json Editor::save(const Json& wanted, const std::string& sha256) {
  const FormText was = read_form_text(folder_);
  if (was.sha256 == sha256) {
    const std::string text = text_of(wanted);
    if (!forms::text_errors(text).empty()) throw no_form(text);
    replace_form_text(folder_, sha256, text);
    return load();
  }
  replace_form_text(folder_, sha256, was.text);  // refuses, and says why
  return load();
}

Json Editor::try_on(const Json& wanted) {
  const std::string text = text_of(wanted);
  if (!forms::text_errors(text).empty()) throw no_form(text);
  return try_out_.read(text, folder_);
}

web::Picture Editor::picture(const std::string& path) {
  if (path.starts_with("/tried/")) return try_out_.picture(path);
  const FormTemplate form = forms::parse_form(read_form_text(folder_).text, folder_);
  for (std::size_t i = 0; i < form.pages.size(); ++i) {
    if (path != "/blank/" + std::to_string(form.pages[i].number) + ".png") continue;
    const std::vector<Raster>& all = blanks(form.blank);
    if (i < all.size()) return {intake::encode_png(all[i], shown_dpi(all[i], form.pages[i])), "image/png"};
  }
  throw Refused{404, "not-found", "there is no such picture"};
}

web::Site editor_site(Editor& editor, TryOut& try_out, web::Sessions& sessions) {
  const auto get = [&](const std::string& path, const web::Call&) -> std::optional<Json> {
    if (path == "/api/form") return editor.load();
    return std::nullopt;
  };
  const auto post = [&](const std::string& path, const web::Call& call) -> std::optional<Json> {
    if (path == "/api/lint") return editor.check(call.body.at("form"));
    if (path == "/api/save") return editor.save(call.body.at("form"), call.text("sha256"));
    if (path == "/api/try") return editor.try_on(call.body.at("form"));
    if (path != "/api/scan") return std::nullopt;
    try_out.take(call.upload);
    return Json::object();
  };
  return {.sessions = sessions,
          .command = "carescan template edit",
          .files = editor_files(),
          .get = get,
          .post = post,
          .picture = [&](const std::string& path, const web::Call&) { return editor.picture(path); },
          .signed_out = [](const std::string&) {},
          .longest_upload =
              [](const std::string& path) { return path == "/api/scan" ? TryOut::longest_scan : std::size_t{0}; }};
}

}  // namespace carescan::editor
