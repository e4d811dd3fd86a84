#include "pipeline/reading/mark_net.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/dnn.hpp>

#include "pipeline/reading/mark_picture.hpp"
#include "pipeline/reading/models.hpp"

namespace carescan::reading {
namespace {

constexpr int outputs = 4;

/// Pictures as the net takes them: boxes × planes × rows × columns, 0 … 1.
cv::Mat batch(const std::vector<cv::Mat>& pictures) {
  const int shape[] = {static_cast<int>(pictures.size()), 3, mark_picture_side, mark_picture_side};
  cv::Mat out(4, shape, CV_32F);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    CV_Assert(pictures[i].rows == 3 * mark_picture_side && pictures[i].cols == mark_picture_side);
    cv::Mat one(pictures[i].size(), CV_32F, out.ptr<float>(static_cast<int>(i)));
    pictures[i].convertTo(one, CV_32F, 1.0 / 255);
  }
  return out;
}

MarkOpinion softmax(const float* scores) {
  const float most = *std::max_element(scores, scores + outputs);
  std::array<double, outputs> p{};
  double sum = 0;
  for (std::size_t i = 0; i < outputs; ++i) sum += p[i] = std::exp(static_cast<double>(scores[i] - most));
  return {p[0] / sum, p[1] / sum, p[2] / sum, p[3] / sum};
}

}  // namespace

struct MarkNet::Impl {
  cv::dnn::Net net;
};

MarkNet::MarkNet() {
  const auto onnx = model("marks");
  impl_ = std::make_shared<Impl>(Impl{cv::dnn::readNetFromONNX(onnx.data(), onnx.size())});
}

std::vector<MarkOpinion> MarkNet::judge(const std::vector<cv::Mat>& pictures) {
  if (pictures.empty()) return {};
  impl_->net.setInput(batch(pictures));
  const cv::Mat scores = impl_->net.forward();
  std::vector<MarkOpinion> out;
  for (int i = 0; i < scores.rows; ++i) out.push_back(softmax(scores.ptr<float>(i)));
  return out;
}

}  // namespace carescan::reading
