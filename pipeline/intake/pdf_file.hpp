#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "pipeline/intake/page_stream.hpp"
#include "pipeline/intake/upright.hpp"

namespace carescan::intake {

/// A PDF opened by qpdf. Nothing of it is printed.
class PdfFile {
 public:
  /// Throws Failure "pdf-encrypted", "pdf-broken", "pdf-no-pages", "too-many-pages".
  PdfFile(const std::filesystem::path&, const std::string& name, int max_pages);
  ~PdfFile();
  PdfFile(PdfFile&&) noexcept;
  PdfFile& operator=(PdfFile&&) noexcept;

  int size() const;
  /// Page `number` from 1, upright as a viewer shows it. Throws Failure as PageStream::read.
  Upright read(int number, const IntakeOptions&) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace carescan::intake
