#pragma once

#include "pipeline/batch/out_folder.hpp"

/// OUT/review: what the review server keeps of itself. Nothing that was read from a form or decided is in it.
namespace carescan::web {

inline std::filesystem::path review_folder(const batch::OutFolder& out) {
  return out.root / "review";
}
inline std::filesystem::path sessions_file(const batch::OutFolder& out) {
  return review_folder(out) / "sessions.json";
}
/// Opens the one-time link in the browser, so that the link's token is on no command line.
inline std::filesystem::path link_file(const batch::OutFolder& out) {
  return review_folder(out) / "open.html";
}

}  // namespace carescan::web
