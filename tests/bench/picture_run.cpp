#include "tests/bench/picture_run.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>
#include <sstream>
#include <stdexcept>

#include "pipeline/model/failure.hpp"

namespace carescan::bench {
namespace {

std::vector<std::string> names_in(const std::string& value) {
  std::istringstream stream(value);
  std::vector<std::string> out;
  for (std::string name; stream >> name;) out.push_back(name);
  return out;
}

PictureRun run_of(const std::vector<std::string>& words) {
  PictureRun run;
  run.out = words.at(0);
  for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
    const std::string& value = words[i + 1];
    if (words[i] == "--ink") {
      run.ink.emplace_back(value);
    } else if (words[i] == "--writers") {
      run.writers = value;
    } else if (words[i] == "--texts") {
      run.texts = value;
    } else if (words[i] == "--scanners") {
      run.scanners = names_in(value);
    } else if (words[i] == "--fonts") {
      run.fonts = names_in(value);
    } else if (words[i] == "--seed") {
      run.seed = std::stoull(value);
    } else if (words[i] == "--part") {
      run.part = std::stoul(value);
      run.parts = std::stoul(value.substr(value.find('/') + 1));
    } else if (words[i] == "--pages") {
      run.pages = std::stoi(value);
    } else {
      throw std::invalid_argument(words[i]);
    }
  }
  if (run.scanners.empty() || run.part < 1 || run.part > run.parts) throw std::invalid_argument("--scanners or --part");
  return run;
}

}  // namespace

PictureFiles::PictureFiles(const PictureRun& run)
    : pictures_(run.out.string() + ".u8", std::ios::binary), labels_(run.out.string() + ".tsv") {}

void PictureFiles::add_picture(const cv::Mat& picture) {
  cv::Mat bytes;
  picture.convertTo(bytes, CV_8U, picture.depth() == CV_8U ? 1 : 255);
  pictures_.write(reinterpret_cast<const char*>(bytes.data), static_cast<std::streamsize>(bytes.total()));
}

void PictureFiles::add_labels(const std::vector<std::string>& fields) {
  labels_ << fmt::format("{}\n", fmt::join(fields, "\t"));
}

int run_pictures(const std::string& program, const std::vector<std::string>& words,
                 const std::function<void(const PictureRun&)>& make) {
  PictureRun run;
  try {
    run = run_of(words);
  } catch (const std::exception& error) {
    std::cerr << fmt::format(
        "usage: {} OUT [--ink FILE]... [--writers LIST] [--texts FOLDER] [--fonts \"A.ttf B.ttf\"] --scanners \"office "
        "copier\" --seed N "
        "[--part K/N] [--pages N]: {}\n",
        program, error.what());
    return 2;
  }
  try {
    make(run);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << fmt::format("{}: {}: {} ({})\n", failure.code, failure.path, failure.why, failure.hint);
    return 1;
  }
}

std::vector<std::string> writers_of(const PictureRun& run, const rehearsal::StrokeLibrary& library,
                                    rehearsal::Chance& chance) {
  std::vector<std::string> all, out;
  for (const auto& [writer, lines] : library.lines) all.push_back(writer);
  chance.shuffle(all);
  for (std::size_t i = run.part - 1; i < all.size(); i += run.parts) out.push_back(all[i]);
  return out;
}

std::vector<std::string> machine_fonts() {
  return {"LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf",
          "LiberationMono-Regular.ttf", "DejaVuSans.ttf",
          "DejaVuSansMono.ttf",         "DejaVuSerif.ttf"};
}

}  // namespace carescan::bench
