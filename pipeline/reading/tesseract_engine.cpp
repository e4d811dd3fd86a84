#include "pipeline/reading/tesseract_engine.hpp"

#include <tesseract/baseapi.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "pipeline/model/failure.hpp"

namespace carescan::reading {
namespace {

std::string taken(char* text) {
  std::string out = text ? text : "";
  delete[] text;
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  return out;
}

Failure no_data(const std::string& folder) {
  return {"tessdata-missing", folder, "Tesseract's English data is not there", "apt-get install tesseract-ocr-eng"};
}

bool has_data(const std::string& folder) {
  return std::filesystem::exists(std::filesystem::path(folder) / "eng.traineddata");
}

std::string name_here() {
  return std::string("tesseract ") + tesseract::TessBaseAPI::Version() + " eng";
}

class Tesseract : public TextEngine {
 public:
  explicit Tesseract(const std::string& folder) {
    if (!has_data(folder) || api_.Init(folder.c_str(), "eng", tesseract::OEM_LSTM_ONLY) != 0) throw no_data(folder);
    api_.SetVariable("debug_file", "/dev/null");
    // A field stands alone: words of other fields must not teach the recogniser.
    api_.SetVariable("classify_enable_learning", "0");
    api_.SetVariable("tessedit_do_invert", "0");
  }
  ~Tesseract() override { api_.End(); }
  Tesseract(const Tesseract&) = delete;
  Tesseract& operator=(const Tesseract&) = delete;

  std::string name() const override { return name_here(); }

  std::vector<TextGuess> read_line(const Raster& line, double px_per_mm, const std::string& alphabet) override {
    if (line.empty()) return {};
    const bool single = line.width < 1.4 * line.height;
    api_.SetPageSegMode(single ? tesseract::PSM_SINGLE_CHAR : tesseract::PSM_SINGLE_LINE);
    api_.SetVariable("tessedit_char_whitelist", alphabet.c_str());
    api_.SetImage(line.pixels.data(), line.width, line.height, 1, line.width);
    api_.SetSourceResolution(static_cast<int>(std::lround(px_per_mm * 25.4)));
    std::string text = taken(api_.GetUTF8Text());
    const double score = std::clamp(api_.MeanTextConf() / 100.0, 0.0, 1.0);
    api_.Clear();
    if (text.empty()) return {};
    return {{std::move(text), score}};
  }

 private:
  tesseract::TessBaseAPI api_;
};

}  // namespace

std::unique_ptr<TextEngine> make_tesseract(const std::string& folder) {
  return std::make_unique<Tesseract>(folder);
}

std::string tesseract_name(const std::string& folder) {
  if (!has_data(folder)) throw no_data(folder);
  return name_here();
}

}  // namespace carescan::reading
