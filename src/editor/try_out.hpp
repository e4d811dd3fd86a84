#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"
#include "src/review/page_cache.hpp"
#include "src/review/site.hpp"

namespace carescan::editor {

/// A scan read with a form as it is on the screen: `carescan read`, in a process of its own, into a folder that nobody
/// else can look into and that goes away with the editor. May be called from several threads; one reads at a time.
class TryOut {
 public:
  static constexpr std::size_t longest_scan = 20 << 20;

  /// `executable` is carescan; `work` is a folder of its own, made here.
  TryOut(std::filesystem::path executable, std::filesystem::path work);

  /// Keeps a scan (PDF, PNG, JPEG, TIFF) to be read; the one before is forgotten. Throws Refused 400 "not-a-scan".
  void take(const std::string& bytes);

  /// Reads it with this text as the form.json of `folder`: {"pages": [...], "fields": [...]}, each field with what
  /// would be read, why a person would be asked, and the address of its ink. Throws Refused 400 "no-scan", 422
  /// "not-read".
  web::Json read(const std::string& text, const std::filesystem::path& folder);

  /// "/tried/<n>.jpg", a page as it was registered; "/tried/<field>.png", the ink of a field. Throws Refused 404.
  web::Picture picture(const std::string& path);

 private:
  void lay_out_form(const std::string& text, const std::filesystem::path& folder) const;
  void run_reader() const;
  web::Json answer();
  std::filesystem::path out() const { return work_ / "out"; }

  std::filesystem::path executable_, work_, scan_;
  std::mutex mutex_;
  std::optional<FormTemplate> form_;  ///< with which it was read
  std::optional<Record> record_;
  web::PageCache pictures_{64 << 20};
};

}  // namespace carescan::editor
