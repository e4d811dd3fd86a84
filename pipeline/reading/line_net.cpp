#include "pipeline/reading/line_net.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/dnn.hpp>

#include "pipeline/reading/line_picture.hpp"
#include "pipeline/reading/models.hpp"

namespace carescan::reading {
namespace {

/// The net halves the width twice; widths that it can halve are seen to their end.
constexpr int width_step_px = 4;

/// 1 × 1 × height × width, white to the right where the width is no multiple of four.
cv::Mat blob_of(const cv::Mat& picture) {
  const int width = (picture.cols + width_step_px - 1) / width_step_px * width_step_px;
  const int sizes[] = {1, 1, line_height_px, width};
  cv::Mat blob(4, sizes, CV_32F, cv::Scalar(0));
  picture.copyTo(cv::Mat(line_height_px, width, CV_32F, blob.ptr<float>())(cv::Rect({0, 0}, picture.size())));
  return blob;
}

/// Scores to probabilities. `seen` is 1 × (parts · outputs) × 1 × places: each place of the picture has so many steps.
LineScores probabilities(const cv::Mat& seen) {
  const std::size_t parts = static_cast<std::size_t>(seen.size[1]) / line_outputs;
  const auto places = static_cast<std::size_t>(seen.size[3]);
  LineScores out;
  out.steps.resize(parts * places);
  const float* scores = seen.ptr<float>();
  for (std::size_t t = 0; t < out.steps.size(); ++t) {
    const auto score = [&](std::size_t i) { return scores[(t % parts * line_outputs + i) * places + t / parts]; };
    float most = score(0), sum = 0;
    for (std::size_t i = 1; i < line_outputs; ++i) most = std::max(most, score(i));
    for (std::size_t i = 0; i < line_outputs; ++i) sum += out.steps[t][i] = std::exp(score(i) - most);
    for (float& p : out.steps[t]) p /= sum;
  }
  return out;
}

}  // namespace

struct LineNet::Impl {
  cv::dnn::Net net;
};

LineNet::LineNet() {
  const auto onnx = model("lines");
  impl_ = std::make_shared<Impl>(Impl{cv::dnn::readNetFromONNX(onnx.data(), onnx.size())});
}

LineScores LineNet::scores(const cv::Mat& picture) {
  impl_->net.setInput(blob_of(picture));
  std::vector<cv::Mat> seen;
  impl_->net.forward(seen, std::vector<cv::String>{"scores", "typed"});
  LineScores out = probabilities(seen[0]);
  out.p_typed = 1 / (1 + std::exp(-static_cast<double>(seen[1].ptr<float>()[0])));
  return out;
}

}  // namespace carescan::reading
