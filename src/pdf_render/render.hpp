#pragma once

#include <string>

namespace carescan::pdf_render {

/// The page to render; `page` from 1.
struct Order {
  std::string file;
  long page = 1, dpi = 300;
  bool colour = false;
  long max_pixels = 0;
};

/// Exit codes of the program; pipeline/intake/render_pdf.cpp knows them.
enum class Exit { done = 0, unreadable = 10, locked = 11, no_such_page = 12, too_large = 13, damaged = 14 };

/// Draws the page as a viewer shows it (crop box, /Rotate, form fields with their values) and writes it to standard
/// output as PGM (grey) or PPM. A page that Poppler complains of while drawing is `damaged` and not written: half a
/// page, or a page without its ink, would be taken for what the paper says. Nothing else is ever printed.
Exit render(const Order&);

}  // namespace carescan::pdf_render
