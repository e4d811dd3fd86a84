#include <array>
#include <fstream>

#include "pipeline/forms/load.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/text.hpp"

namespace carescan::forms {

namespace fs = std::filesystem;

namespace {

/// The form's own folder first, then the catalogue's: beside the form, or one further up for a form kept by version.
std::array<fs::path, 3> places(const fs::path& folder, const std::string& name) {
  const fs::path file = name + ".txt";
  const fs::path full = fs::weakly_canonical(folder);
  return {folder / "lexicons" / file, full.parent_path() / "lexicons" / file,
          full.parent_path().parent_path() / "lexicons" / file};
}

}  // namespace

std::vector<std::string> load_lexicon(const FormTemplate& form, const std::string& name) {
  for (const fs::path& file : places(form.folder, name)) {
    std::ifstream stream(file);
    if (!stream) continue;
    std::vector<std::string> words;
    for (std::string line; std::getline(stream, line);)
      if (std::string word = trimmed(line.substr(0, line.find('#')), " \t\r"); !word.empty())
        words.push_back(std::move(word));
    return words;
  }
  throw Failure{.code = "lexicon-missing",
                .path = (form.folder / "lexicons" / (name + ".txt")).string(),
                .why = "the form names a lexicon that is neither in its own lexicons folder nor in the catalogue's",
                .hint = "write the file (one entry a line), or take the lexicon out of the field"};
}

}  // namespace carescan::forms
