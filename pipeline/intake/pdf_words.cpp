#include "pipeline/intake/pdf_words.hpp"

#include <chrono>
#include <sstream>

#include "pipeline/intake/child.hpp"

namespace carescan::intake {
namespace {

constexpr double mm_per_point = mm_per_inch / 72;
/// More than any page of a form has.
constexpr std::size_t most_bytes = 4'000'000;

}  // namespace

std::vector<PrintedWord> words_of_pdf_page(const std::filesystem::path& file, int number,
                                           const IntakeOptions& options) {
  const ChildEnd end = run_child(options.pdf_renderer, {"words", file.string(), std::to_string(number)},
                                 std::chrono::seconds(options.render_seconds), most_bytes);
  if (end.how != ChildEnd::How::exited || end.code != 0) return {};
  std::vector<PrintedWord> words;
  std::istringstream lines(end.output);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    double x = 0, y = 0, width = 0, height = 0, size = 0;
    PrintedWord word;
    if (!(parts >> x >> y >> width >> height >> size) || !std::getline(parts >> std::ws, word.text)) continue;
    word.box = {x * mm_per_point, y * mm_per_point, width * mm_per_point, height * mm_per_point};
    word.size_mm = size * mm_per_point;
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace carescan::intake
