#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <opencv2/core.hpp>
#include <string>
#include <vector>

#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/stroke_ink.hpp"

namespace carescan::bench {

/// What a program that makes pictures for training is asked for on its command line.
struct PictureRun {
  std::filesystem::path out;               ///< stem of the files it writes
  std::filesystem::path writers;           ///< list of writers to keep; empty: all
  std::filesystem::path texts;             ///< folder of word lists
  std::vector<std::filesystem::path> ink;  ///< stroke files; none: fonts
  std::vector<std::string> fonts;          ///< files of machine fonts to use instead of all fonts
  std::vector<std::string> scanners;       ///< presets, one is picked a page
  std::uint64_t seed = 1;
  std::size_t part = 1, parts = 1;  ///< every `parts`-th writer, from the `part`-th
  int pages = 1;                    ///< where not the samples say how many
};

/// The files of a run: OUT.u8 holds the pictures, OUT.tsv a line of labels for each.
class PictureFiles {
 public:
  explicit PictureFiles(const PictureRun&);

  /// 8-bit pictures as they are, others from 0 … 1 to 0 … 255.
  void add_picture(const cv::Mat&);
  /// The fields of a line, between tabs.
  void add_labels(const std::vector<std::string>& fields);

 private:
  std::ofstream pictures_, labels_;
};

/// Runs `make` with the options of a command line (OUT, then --ink FILE, --writers LIST, --texts FOLDER,
/// --fonts "FILE…", --scanners "NAME…", --seed N, --part K/N, --pages N). Returns the program's exit code: 0, 1 for a
/// Failure, 2 for its usage.
int run_pictures(const std::string& program, const std::vector<std::string>& words,
                 const std::function<void(const PictureRun&)>& make);

/// The writers whose turn it is in this part of the run, in an order drawn by chance over all of them.
std::vector<std::string> writers_of(const PictureRun&, const rehearsal::StrokeLibrary&, rehearsal::Chance&);

/// Fonts that no hand looks like: sans, serif and typewriter.
std::vector<std::string> machine_fonts();

}  // namespace carescan::bench
