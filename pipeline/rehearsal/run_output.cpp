#include "pipeline/rehearsal/run_output.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>

#include "pipeline/model/failure.hpp"

namespace carescan::rehearsal {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::vector<fs::path> sorted_entries(const fs::path& folder) {
  std::error_code missing;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, missing)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

Json parsed(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return Json::parse(stream);
}

void add_document(const fs::path& folder, const Json& record, RunOutput& run) {
  FoundDocument document{.form = record.at("document").at("form").get<std::string>(), .fields = {}, .folder = folder};
  for (const Json& field : record.at("fields")) document.fields[field.at("name").get<std::string>()] = field;
  for (const Json& page : record.at("document").at("pages")) {
    FoundPage found{.document = run.documents.size(), .number = page.at("number").get<int>()};
    found.skew_deg = page.at("skew_deg").get<double>();
    for (std::size_t i = 0; i < 4; ++i)
      found.corners_px[i] = {page.at("corners_px").at(i).at(0).get<double>(),
                             page.at("corners_px").at(i).at(1).get<double>()};
    const Json& source = page.at("source");
    run.pages[source.at("file").get<std::string>()].emplace(source.at("page").get<int>(), found);
  }
  run.documents.push_back(std::move(document));
}

template <typename Read>
void reading(const fs::path& file, const Read& read) {
  try {
    read(parsed(file));
  } catch (const Json::exception& wrong) {
    throw Failure{"record-invalid", file.string(), wrong.what(), "read the batch again"};
  }
}

// "scan-012.png" becomes "scan-#.png", for single images only: pages of one source.
std::string unnumbered(const std::string& name) {
  const fs::path path(name);
  const std::string ending = path.extension().string();
  if (ending != ".png" && ending != ".jpg" && ending != ".jpeg") return name;
  std::string stem = path.stem().string();
  const std::size_t kept = stem.find_last_not_of("0123456789");
  stem = stem.substr(0, kept == std::string::npos ? 0 : kept + 1) + "#";
  return (path.parent_path() / (stem + ending)).generic_string();
}

bool is_end_of(const std::string& end, const std::string& name) {
  return name == end || (name.size() > end.size() && name.ends_with(end) && name[name.size() - end.size() - 1] == '/');
}

}  // namespace

RunOutput read_run(const fs::path& out) {
  RunOutput run;
  for (const fs::path& folder : sorted_entries(out / "documents"))
    if (fs::exists(folder / "record.json"))
      reading(folder / "record.json", [&](const Json& record) { add_document(folder, record, run); });
  for (const fs::path& file : sorted_entries(out / "quarantine"))
    if (file.extension() == ".json")
      reading(file, [&](const Json& page) {
        const Json& source = page.at("source");
        run.quarantined[source.at("file").get<std::string>()].insert(source.at("page").get<int>());
      });
  return run;
}

bool same_source(const std::string& found, const std::string& source) {
  const std::string a = unnumbered(found), b = unnumbered(source);
  return is_end_of(a, b) || is_end_of(b, a);
}

}  // namespace carescan::rehearsal
