#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "pipeline/model/failure.hpp"

/// What the targets share. A target is one function that libFuzzer calls (scripts/fuzz), or the seeded mutator of
/// mutator.cpp (scripts/test). It may refuse its input with a Failure; whatever else comes out of it is a finding.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace carescan::fuzz {

inline std::string text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

/// Ends the run as a finding.
[[noreturn]] void finding(const char* what);

/// A file with these bytes; the same one for every input, in memory.
std::filesystem::path file_with(const std::string& bytes);

/// Calls `read`; a Failure must say what is wrong. Everything else that is thrown goes through, and ends the run.
void expect_answer(const auto& read) {
  try {
    read();
  } catch (const Failure& failure) {
    if (failure.code.empty() || failure.why.empty()) finding("a failure that does not say what is wrong");
  }
}

}  // namespace carescan::fuzz
