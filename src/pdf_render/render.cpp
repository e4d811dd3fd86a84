#include "src/pdf_render/render.hpp"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>

#include <array>
#include <cstdio>
#include <memory>

namespace carescan::pdf_render {
namespace {

/// Complaints that leave the drawing whole: a font that says what it is wrongly is drawn all the same, and a colour
/// profile that cannot be read has its device space instead.
bool is_harmless(const std::string& message) {
  static constexpr std::array words{"Mismatch between font type", "Invalid Font Weight",
                                    "Invalid least-squares",      "Unknown character collection",
                                    "Read from memory error",     "ICCBased color space profile",
                                    "Substituting font"};
  for (const char* word : words)
    if (message.find(word) != std::string::npos) return true;
  return false;
}

void count_complaint(const std::string& message, void* complaints) {
  if (!is_harmless(message)) ++*static_cast<int*>(complaints);
}

bool fits(const poppler::page& page, const Order& order) {
  const poppler::rectf box = page.page_rect();
  const double pixels_per_point = static_cast<double>(order.dpi) / 72;
  const double width = box.width() * pixels_per_point, height = box.height() * pixels_per_point;
  return width >= 1 && height >= 1 && width * height <= static_cast<double>(order.max_pixels);
}

poppler::image draw(const poppler::page& page, const Order& order) {
  poppler::page_renderer renderer;
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  renderer.set_image_format(order.colour ? poppler::image::format_rgb24 : poppler::image::format_gray8);
  const auto dpi = static_cast<double>(order.dpi);
  return renderer.render_page(&page, dpi, dpi);
}

bool write(const poppler::image& image, bool colour) {
  std::printf("%s\n%d %d\n255\n", colour ? "P6" : "P5", image.width(), image.height());
  const auto count = static_cast<std::size_t>(image.width()) * (colour ? 3 : 1);
  for (int y = 0; y < image.height(); ++y) {
    const char* row = image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
    if (std::fwrite(row, 1, count, stdout) != count) return false;
  }
  return std::fflush(stdout) == 0;
}

}  // namespace

Exit render(const Order& order) {
  int complaints = 0;
  poppler::set_debug_error_function(count_complaint, &complaints);
  const std::unique_ptr<poppler::document> document(poppler::document::load_from_file(order.file));
  if (!document) return Exit::unreadable;
  if (document->is_locked()) return Exit::locked;
  if (order.page > document->pages()) return Exit::no_such_page;
  const std::unique_ptr<poppler::page> page(document->create_page(static_cast<int>(order.page - 1)));
  if (!page) return Exit::damaged;
  if (!fits(*page, order)) return Exit::too_large;
  complaints = 0;  // what was said of the file as a whole was said to qpdf too
  const poppler::image image = draw(*page, order);
  if (!image.is_valid() || complaints > 0 || !write(image, order.colour)) return Exit::damaged;
  return Exit::done;
}

}  // namespace carescan::pdf_render
