#include "pipeline/reading/models.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

using namespace carescan::reading;

namespace {

const std::filesystem::path folder = std::filesystem::path(CARESCAN_SOURCE_DIR) / "pipeline/reading/models";

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("every net of the source tree is in the program as it is") {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".onnx") continue;
    ++files;
    const auto onnx = model(entry.path().stem().string());
    CHECK(std::string(onnx.begin(), onnx.end()) == bytes_of(entry.path()));
  }
  CHECK(models().size() == files);
}

TEST_CASE("a net that was not built in is a bug and not an empty net") {
  CHECK_THROWS_AS(model("no-such-net"), std::logic_error);
}
