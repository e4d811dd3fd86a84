#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/rehearsal/chance.hpp"

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
};

/// Runs `make` with the options of a command line (OUT, then --ink FILE, --writers LIST, --texts FOLDER,
/// --fonts "FILE…", --scanners "NAME…", --seed N, --part K/N). Returns the program's exit code: 0, 1 for a Failure, 2
/// for its usage.
int run_pictures(const std::string& program, const std::vector<std::string>& words,
                 const std::function<void(const PictureRun&)>& make);

template <class T>
void shuffle(std::vector<T>& all, rehearsal::Chance& chance) {
  for (std::size_t i = all.size(); i > 1; --i)
    std::swap(all[i - 1], all[static_cast<std::size_t>(chance.integer(0, static_cast<int>(i) - 1))]);
}

/// Fonts that no hand looks like: sans, serif and typewriter.
std::vector<std::string> machine_fonts();

}  // namespace carescan::bench
