#pragma once

#include <iosfwd>

#include "pipeline/batch/run_batch.hpp"
#include "src/exit_code.hpp"

namespace carescan::app {

/// How a command speaks: for people, or one JSON object per finished file.
enum class Format { text, json };

struct ReadOptions {
  batch::RunOptions run;
  Format format = Format::text;
  bool watch = false;     ///< go on with what is dropped into the folders later, until Ctrl-C
  bool quiet = false;     ///< no progress, only what went wrong
  bool terminal = false;  ///< notes go to a terminal: draw a progress bar
};

/// `carescan read`: see docs/cli.md. JSON lines go to `answer`, everything for people to `notes`.
ExitCode read(const ReadOptions&, std::ostream& answer, std::ostream& notes);

}  // namespace carescan::app
