// Paints filled forms without the carescan binary: what scripts/build-samples and a look at the pictures need.
//   rehearse synth TEMPLATE_DIR OUT COUNT SEED SCANNER BLANK_PAGE.png... [--ink FILE.jsonl.gz...]
//   rehearse samples|every-sample TEMPLATE_DIR OUT BLANK_PAGE.png...
//   rehearse score OUT TRUTH_DIR
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "pipeline/forms/load.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/score.hpp"
#include "pipeline/rehearsal/synth.hpp"
#include "tests/support/samples.hpp"

namespace {

using namespace carescan;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Raster> pictures(const std::vector<std::string>& files) {
  std::vector<Raster> rasters;
  for (const std::string& file : files) rasters.push_back(intake::decode_image(bytes_of(file), file));
  return rasters;
}

int synth(const std::vector<std::string>& words) {
  const FormTemplate form = forms::load_form(words.at(0));
  rehearsal::SynthOptions options{
      .count = std::stoi(words.at(2)), .seed = std::stoull(words.at(3)), .scanner = words.at(4)};
  const auto ink = std::find(words.begin() + 5, words.end(), "--ink");
  const std::vector<Raster> blanks = pictures({words.begin() + 5, ink});
  for (auto file = ink; file != words.end() && ++file != words.end();) options.ink.emplace_back(*file);
  rehearsal::synth(form, blanks, options, words.at(1));
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  try {
    if (words.size() > 6 && words[0] == "synth") return synth({words.begin() + 1, words.end()});
    if (words.size() > 3 && (words[0] == "samples" || words[0] == "every-sample")) {
      const auto make = words[0] == "samples" ? rehearsal::make_samples : rehearsal::make_every_sample;
      make(forms::load_form(words[1]), pictures({words.begin() + 3, words.end()}), words[2]);
      return 0;
    }
    if (words.size() == 3 && words[0] == "score") {
      const std::string score = rehearsal::score(words[1], words[2]);
      std::cout << score;
      std::cerr << rehearsal::score_table(score);
      return 0;
    }
    std::cerr << "see the head of tests/support/rehearse.cpp\n";
    return 2;
  } catch (const Failure& failure) {
    std::cerr << failure.code << ": " << failure.path << ": " << failure.why << " (" << failure.hint << ")\n";
    return 4;
  }
}
