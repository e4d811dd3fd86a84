#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace carescan::intake {

/// How a child program ended.
struct ChildEnd {
  enum class How { exited, killed_by_signal, timed_out, wrote_too_much, not_started };
  How how = How::not_started;
  int code = 0;  ///< exit code or signal
  std::string output;
};

/// Runs a program with an empty environment, no input, no errors shown, and keeps what it writes to its standard
/// output. It is killed after `time_out` or when it writes more than `max_bytes`. No shell is involved.
ChildEnd run_child(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                   std::chrono::milliseconds time_out, std::size_t max_bytes);

}  // namespace carescan::intake
