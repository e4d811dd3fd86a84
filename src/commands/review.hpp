#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "pipeline/intake/page_stream.hpp"
#include "src/exit_code.hpp"

namespace carescan::app {

struct ReviewOptions {
  std::filesystem::path out;
  std::vector<std::filesystem::path> templates;
  intake::IntakeOptions intake;      ///< how the forms' blanks are decoded
  int port = 0;                      ///< 0: the port of last time if it is free, else any
  bool browser = true;               ///< open the link there
  std::string reviewer;              ///< the first one's name
  std::filesystem::path executable;  ///< of carescan itself: run as `carescan merge`
};

/// `carescan review`: serves the review page on 127.0.0.1 until Ctrl-C or SIGTERM; then everything on disk shows every
/// decision. The link to sign in with goes to `answer`. needs_person when questions are left.
ExitCode review(const ReviewOptions&, std::ostream& answer, std::ostream& notes);

}  // namespace carescan::app
