#pragma once

namespace carescan::pdf_render {

/// Limits that this program puts on itself before it opens a file: memory by the largest page it may draw, processor
/// time, no core dump (it would hold the page), no new privileges, and an end when the program that called it ends.
void limit_this_program(long max_pixels);

}  // namespace carescan::pdf_render
