#include "pipeline/reading/models.hpp"

#include <stdexcept>
#include <string>
#include <vector>

// The assembler puts the file between two labels; CMake writes one line EMBED(name) a file (model_files.inc).
#define EMBED(name)                                                                                              \
  asm(".pushsection .rodata\n.balign 16\ncarescan_model_" #name ":\n.incbin \"" CARESCAN_MODELS_FOLDER "/" #name \
      ".onnx\"\ncarescan_model_" #name "_end:\n.byte 0\n.popsection");                                           \
  extern "C" const char carescan_model_##name[], carescan_model_##name##_end[];
#include "model_files.inc"
#undef EMBED

namespace carescan::reading {

std::span<const Model> models() {
#define EMBED(name) {#name, {carescan_model_##name, carescan_model_##name##_end}},
  static const std::vector<Model> all{
#include "model_files.inc"
  };
#undef EMBED
  return all;
}

std::span<const char> model(std::string_view name) {
  for (const Model& one : models())
    if (one.name == name) return one.onnx;
  throw std::logic_error("no model \"" + std::string(name) + "\" was built in");
}

}  // namespace carescan::reading
