#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/reading/text_engine.hpp"

namespace carescan::test {

/// A TextEngine that answers from a list, call by call, and remembers what it was asked. Once the list is used up it
/// finds nothing.
class ScriptedEngine : public reading::TextEngine {
 public:
  struct Call {
    int width = 0, height = 0;
    std::string alphabet;
  };

  explicit ScriptedEngine(std::vector<std::vector<reading::TextGuess>> answers) : answers_(std::move(answers)) {}
  std::string name() const override { return "scripted"; }
  std::vector<reading::TextGuess> read_line(const Raster& line, double, const std::string& alphabet) override {
    calls.push_back({line.width, line.height, alphabet});
    return next_ < answers_.size() ? answers_[next_++] : std::vector<reading::TextGuess>{};
  }

  std::vector<Call> calls;

 private:
  std::vector<std::vector<reading::TextGuess>> answers_;
  std::size_t next_ = 0;
};

}  // namespace carescan::test
