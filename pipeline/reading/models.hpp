#pragma once

#include <span>
#include <string_view>

namespace carescan::reading {

/// A net of pipeline/reading/models as it lies in this program: `<name>.onnx`, whole.
struct Model {
  std::string_view name;
  std::span<const char> onnx;
};

/// All nets that were built in, by name. Built in, so that no installation can lack one and no run can take another's.
std::span<const Model> models();

/// The bytes of one. Throws std::logic_error for a name that was not built in: a program that asks is built wrongly.
std::span<const char> model(std::string_view name);

}  // namespace carescan::reading
