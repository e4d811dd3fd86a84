// Paints filled forms without the carescan binary: what scripts/build-samples and a look at the pictures need.
//   rehearse synth TEMPLATE_DIR OUT COUNT SEED SCANNER BLANK_PAGE.png... [--ink FILE.jsonl.gz...]
//   rehearse score OUT TRUTH_DIR
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "pipeline/forms/load.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/score.hpp"
#include "pipeline/rehearsal/synth.hpp"

namespace {

using namespace carescan;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

int synth(const std::vector<std::string>& words) {
  const FormTemplate form = forms::load_form(words.at(0));
  rehearsal::SynthOptions options{
      .count = std::stoi(words.at(2)), .seed = std::stoull(words.at(3)), .scanner = words.at(4)};
  std::vector<Raster> blanks;
  std::size_t i = 5;
  for (; i < words.size() && words[i] != "--ink"; ++i)
    blanks.push_back(intake::decode_image(bytes_of(words[i]), words[i]));
  for (++i; i < words.size(); ++i) options.ink.emplace_back(words[i]);
  rehearsal::synth(form, blanks, options, words.at(1));
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  try {
    if (words.size() > 6 && words[0] == "synth") return synth({words.begin() + 1, words.end()});
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
