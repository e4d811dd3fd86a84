#include "tests/bench/true_pages.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

namespace carescan::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

Corners corners_of(const Json& json) {
  Corners corners;
  for (std::size_t i = 0; i < corners.size(); ++i)
    corners[i] = {json.at(i).at(0).get<double>(), json.at(i).at(1).get<double>()};
  return corners;
}

TruePage page_of(const std::string& form, const Json& json) {
  TruePage page{.form = form,
                .number = json.at("number").get<int>(),
                .turn_deg = json.at("turn_deg").get<int>(),
                .skew_deg = json.at("skew_deg").get<double>(),
                .width_mm = json.at("size_mm").at(0).get<double>(),
                .height_mm = json.at("size_mm").at(1).get<double>(),
                .corners = corners_of(json.at("corners_px")),
                .fields = {}};
  const Json fields = json.value("fields_px", Json::object());
  for (const auto& [name, corners] : fields.items()) page.fields[name] = corners_of(corners);
  return page;
}

void read_file(const fs::path& file, const fs::path& scans, TruePages& pages) {
  std::ifstream stream(file, std::ios::binary);
  const Json truth = Json::parse(stream);
  const fs::path beside = fs::relative(file.parent_path(), scans);
  const std::string source = (beside / truth.at("source").get<std::string>()).lexically_normal().generic_string();
  for (const Json& document : truth.at("documents"))
    for (const Json& page : document.at("pages"))
      pages[{source, page.at("source_page").get<int>()}] = page_of(document.at("form").get<std::string>(), page);
}

}  // namespace

TruePages read_true_pages(const fs::path& scans) {
  TruePages pages;
  for (const auto& entry : fs::recursive_directory_iterator(scans))
    if (entry.is_regular_file() && entry.path().filename().string().ends_with(".truth.json"))
      read_file(entry.path(), scans, pages);
  return pages;
}

}  // namespace carescan::bench
