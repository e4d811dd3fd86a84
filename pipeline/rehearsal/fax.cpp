#include "pipeline/rehearsal/fax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/hand.hpp"
#include "pipeline/rehearsal/pen.hpp"

namespace carescan::rehearsal {
namespace {

constexpr double header_mm = 4.2, px_per_mm = 204 / mm_per_inch;

std::string pick_header(Chance& chance) {
  static const std::vector<std::string> senders{"WARD 7 ADMIN", "OAKFIELD CARE", "ST ANNES SURGERY", "FAX SERVER", ""};
  return fmt::format("{:02}/{:02}/20{:02} {:02}:{:02}   01632 960{:03}   {}", chance.integer(1, 28),
                     chance.integer(1, 12), chance.integer(19, 26), chance.integer(7, 18), chance.integer(0, 59),
                     chance.integer(0, 999), chance.pick(senders));  // 01632 960: numbers kept free for fiction
}

// The line of print as the machine's own font has it, at the resolution of the fax.
cv::Mat printed_header(const std::string& text, double rows_per_mm, Chance& chance) {
  const int rows = static_cast<int>(std::lround(header_mm * rows_per_mm));
  cv::Mat strip(rows, fax_line_px, CV_8UC3, cv::Scalar::all(255)), grey;
  const Hand machine = font_hand("DejaVuSans.ttf", chance);
  const Ink line = placed(write_line(machine, text, 2.2, chance), {.dx = 6, .dy = 3.4});
  paint(strip, line, typed_pen(), {px_per_mm, rows_per_mm}, 0, chance);
  cv::cvtColor(strip, grey, cv::COLOR_RGB2GRAY);
  cv::threshold(grey, grey, 140, 255, cv::THRESH_BINARY);
  return grey;
}

// A click on the line: for some rows the decoder loses its place, and runs of black and white come out at random.
void burst(cv::Mat& picture, Chance& chance) {
  const int rows = chance.integer(1, 5), top = chance.integer(0, picture.rows - 1);
  for (int y = top; y < std::min(picture.rows, top + rows); ++y) {
    int x = chance.integer(0, picture.cols - 1);
    bool black = chance.happens(0.5);
    const int end = std::min(picture.cols, x + chance.integer(40, 900));
    while (x < end) {
      const int run = std::min(end - x, chance.integer(2, black ? 25 : 90));
      picture(cv::Rect(x, y, run, 1)).setTo(black ? 0 : 255);
      x += run;
      black = !black;
    }
  }
}

}  // namespace

Scanner fax_machine(Chance& chance) {
  Scanner scanner;
  scanner.dpi = 204;
  scanner.tone = Tone::bilevel;
  scanner.skew_sd_deg = 0.9;
  const double shrink = chance.uniform(0.97, 1.0);
  scanner.scale_x = shrink * chance.uniform(0.997, 1.003);
  scanner.scale_y = shrink * chance.uniform(0.993, 1.007);
  scanner.offset_sd_mm = 1.2;
  scanner.stretch_mm = 0.08;
  scanner.blur_mm = chance.uniform(0.05, 0.10);
  scanner.noise = chance.uniform(3, 8);
  scanner.paper = chance.uniform(225, 248);
  scanner.upside_down = 0.03;
  FaxLine& line = scanner.fax.emplace();
  line.rows_per_inch = chance.happens(0.7) ? 196 : 98;
  line.header = pick_header(chance);
  line.header_above = chance.happens(0.7);
  const bool clear = chance.happens(0.6);  // most machines send what was garbled once more (ECM)
  line.bursts = clear ? 0 : chance.uniform(0.5, 4);
  line.slips = clear ? 0 : chance.uniform(0.2, 2);
  return scanner;
}

int header_rows(const FaxLine& line) {
  return line.header_above ? static_cast<int>(std::lround(header_mm / mm_per_inch * line.rows_per_inch)) : 0;
}

std::vector<Slip> pick_slips(const FaxLine& line, int rows, Chance& chance) {
  std::vector<Slip> slips;
  for (int i = static_cast<int>(chance.uniform(0, 2 * line.slips + 1)); i > 0; --i)
    slips.push_back({static_cast<double>(chance.integer(rows / 20, rows - 1)), chance.happens(0.6) ? 1 : -1});
  std::sort(slips.begin(), slips.end(), [](const Slip& a, const Slip& b) { return a.from_px < b.from_px; });
  return slips;
}

void transmit(Raster& raster, const FaxLine& line, int page, int page_count, Chance& chance) {
  cv::Mat picture(raster.height, raster.width, CV_8U, raster.pixels.data());
  const std::string text = fmt::format("{}   P. {:02}/{:02}", line.header, page, page_count);
  const cv::Mat header = printed_header(text, line.rows_per_inch / mm_per_inch, chance);
  cv::Mat top = picture(cv::Rect(0, 0, picture.cols, header.rows));
  header(cv::Rect(0, 0, top.cols, top.rows)).copyTo(top);
  for (int i = static_cast<int>(chance.uniform(0, 2 * line.bursts + 1)); i > 0; --i) burst(picture, chance);
}

}  // namespace carescan::rehearsal
