#include "pipeline/reading/cell_net.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/dnn.hpp>

#include "pipeline/reading/cells.hpp"
#include "pipeline/reading/models.hpp"

namespace carescan::reading {
namespace {

/// A few cells tell little of a hand; as in training (`UNKNOWN` in scripts/train/cells.py).
constexpr double unknown_hand = 4;

/// N × 2 × side × side: shape and place of each cell that has ink.
cv::Mat blob_of(const std::vector<const Cell*>& cells) {
  const int sizes[] = {static_cast<int>(cells.size()), 2, cell_side_px, cell_side_px};
  cv::Mat blob(4, sizes, CV_32F);
  for (int i = 0; i < sizes[0]; ++i) {
    const Cell& cell = *cells[static_cast<std::size_t>(i)];
    cell.shape.copyTo(cv::Mat(cell_side_px, cell_side_px, CV_32F, blob.ptr<float>(i, 0)));
    cell.place.copyTo(cv::Mat(cell_side_px, cell_side_px, CV_32F, blob.ptr<float>(i, 1)));
  }
  return blob;
}

/// Scores to logarithms of probabilities.
void set_log_p(const float* scores, CellScores& out) {
  const float most = *std::max_element(scores, scores + cell_outputs);
  double sum = 0;
  for (std::size_t i = 0; i < cell_outputs; ++i) sum += std::exp(static_cast<double>(scores[i] - most));
  const auto log_sum = static_cast<float>(std::log(sum)) + most;
  for (std::size_t i = 0; i < cell_outputs; ++i) out.log_p[i] = scores[i] - log_sum;
}

/// Each cell's looks beside those of the hand: the mean over the page and `unknown_hand` cells that look like nothing.
cv::Mat beside_hand(const cv::Mat& looks) {
  cv::Mat sum, out;
  cv::reduce(looks, sum, 0, cv::REDUCE_SUM);
  cv::hconcat(looks, cv::repeat(sum / (looks.rows + unknown_hand), looks.rows, 1), out);
  return out;
}

}  // namespace

struct CellNet::Impl {
  cv::dnn::Net eye, head;
};

CellNet::CellNet() {
  const auto net = [](std::span<const char> onnx) { return cv::dnn::readNetFromONNX(onnx.data(), onnx.size()); };
  impl_ = std::make_shared<Impl>(Impl{net(model("cells")), net(model("hands"))});
}

std::vector<CellScores> CellNet::scores(const std::vector<Cell>& cells) {
  std::vector<CellScores> out(cells.size());
  std::vector<const Cell*> inked;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out[i].p_ink = cells[i].p_ink;
    out[i].log_p.fill(-std::log(static_cast<float>(cell_outputs)));
    if (cells[i].shape.empty()) continue;
    inked.push_back(&cells[i]);
    places.push_back(i);
  }
  if (inked.empty()) return out;
  impl_->eye.setInput(blob_of(inked));
  impl_->head.setInput(beside_hand(impl_->eye.forward()));
  const cv::Mat seen = impl_->head.forward();
  for (std::size_t i = 0; i < inked.size(); ++i) set_log_p(seen.ptr<float>(static_cast<int>(i)), out[places[i]]);
  return out;
}

}  // namespace carescan::reading
