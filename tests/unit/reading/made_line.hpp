#pragma once

#include <string>

#include "pipeline/reading/line_scores.hpp"

namespace carescan::test {

/// What the net would say of a line whose every character it sees with probability `p`, and nothing else in particular.
inline reading::LineScores line_that_says(const std::string& text, double p = 0.97, double p_typed = 0) {
  reading::LineScores out;
  out.p_typed = p_typed;
  const auto step = [&](std::size_t is) {
    auto& probabilities = out.steps.emplace_back();
    probabilities.fill(static_cast<float>((1 - p) / (reading::line_outputs - 1)));
    probabilities[is] = static_cast<float>(p);
  };
  step(reading::line_blank);
  for (const char c : text) {
    step(reading::line_characters.find(c));
    step(reading::line_blank);
  }
  return out;
}

/// Makes step `at` (0: the first character) of such a line also see `other`, with this probability.
inline void confuse(reading::LineScores& line, std::size_t at, char other, double p) {
  auto& step = line.steps.at(1 + 2 * at);
  for (float& each : step) each *= static_cast<float>(1 - p);
  step[reading::line_characters.find(other)] += static_cast<float>(p);
}

}  // namespace carescan::test
