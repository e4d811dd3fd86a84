#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/rehearsal/hand.hpp"

namespace carescan::rehearsal {

/// Recorded pen strokes by writer: the lines of the .jsonl.gz files, parsed only when a writer is chosen.
struct StrokeLibrary {
  std::map<std::string, std::vector<std::string>> lines;  ///< writer id → JSON lines
};

/// Reads stroke files (one JSON object a line: writer, text, strokes as flat x,y lists; y down; 256 units are the
/// height of capitals for single characters, 80 the x-height for words). `writers` names a list of ids, one a line, to
/// keep; an empty path keeps all. Throws Failure "ink-unreadable" or "ink-empty".
StrokeLibrary load_strokes(const std::vector<std::filesystem::path>& files, const std::filesystem::path& writers);

/// Writers that can fill a form: all ten digits and at least 20 capitals or small letters, sorted; when nobody can,
/// whoever wrote most different characters.
std::vector<std::string> able_writers(const StrokeLibrary&);

/// The hand of one writer of the library.
Hand stroke_hand(const StrokeLibrary&, const std::string& writer, Chance&);

}  // namespace carescan::rehearsal
