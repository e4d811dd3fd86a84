#include "src/pdf_render/words.hpp"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <cstdio>
#include <memory>

namespace carescan::pdf_render {
namespace {

/// A word on one line of the answer: what would break the line is left out.
std::string in_utf8(const poppler::text_box& box) {
  std::string text;
  for (const char c : box.text().to_utf8())
    if (static_cast<unsigned char>(c) >= 0x20) text += c;
  return text;
}

void write(const poppler::text_box& box) {
  const poppler::rectf at = box.bbox();
  const std::string text = in_utf8(box);
  if (text.empty() || box.rotation() != 0) return;
  const double size = box.has_font_info() ? box.get_font_size() : at.height();
  std::printf("%.3f %.3f %.3f %.3f %.3f %s\n", at.x(), at.y(), at.width(), at.height(), size, text.c_str());
}

void say_nothing(const std::string&, void*) {}

}  // namespace

Exit write_words(const std::string& file, long page) {
  poppler::set_debug_error_function(say_nothing, nullptr);
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_file(file));
  if (!document) return Exit::unreadable;
  if (document->is_locked()) return Exit::locked;
  if (page > document->pages()) return Exit::no_such_page;
  const std::unique_ptr<poppler::page> found(document->create_page(static_cast<int>(page - 1)));
  if (!found) return Exit::damaged;
  for (const poppler::text_box& box : found->text_list(poppler::page::text_list_include_font)) write(box);
  return std::fflush(stdout) == 0 ? Exit::done : Exit::damaged;
}

}  // namespace carescan::pdf_render
