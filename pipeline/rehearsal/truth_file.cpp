#include "pipeline/rehearsal/truth_file.hpp"

#include <algorithm>
#include <fstream>

#include "pipeline/model/failure.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan::rehearsal {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Where a truth file is not what it should be, in words for whoever typed it.
struct Misfit {
  std::string why;
};

std::vector<fs::path> truth_files(const fs::path& folder) {
  std::error_code unreadable;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder, unreadable))
    if (entry.is_regular_file() && entry.path().filename().string().ends_with(".truth.json"))
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  if (files.empty())
    throw Failure{"truth-missing", folder.string(), "no *.truth.json there", "name the folder that synth wrote"};
  return files;
}

TruePage page_of(const Json& json) {
  TruePage page{.number = json.at("number").get<int>(), .source_page = json.at("source_page").get<int>()};
  page.turn_deg = json.value("turn_deg", 0);
  page.skew_deg = json.value("skew_deg", 0.0);
  if (json.contains("size_mm")) {
    page.width_mm = json.at("size_mm").at(0).get<double>();
    page.height_mm = json.at("size_mm").at(1).get<double>();
  }
  page.placed = json.contains("corners_px");
  if (page.placed)
    for (std::size_t i = 0; i < 4; ++i)
      page.corners_px[i] = {json.at("corners_px").at(i).at(0).get<double>(),
                            json.at("corners_px").at(i).at(1).get<double>()};
  return page;
}

// Where the file does not say, a person wrote there unless the field is empty, declared empty, or an unticked box.
bool looks_inked(const std::string& state, const Json& value) {
  if (state == "blank" || state == "none") return false;
  return !(state == "read" && (value == false || (value.is_array() && value.empty())));
}

/// A slip of the typist must not pass for an error of the reader.
void check(const TrueField& field) {
  const std::string where = "field '" + field.name + "': ";
  if (!field_state(field.state)) throw Misfit{where + R"("state" is none of read, blank, none, illegible, ambiguous)"};
  if (field.state == "read" && field.value.is_null())
    throw Misfit{where + R"("state" is read and there is no "value")"};
  if (field.value.is_object()) throw Misfit{where + R"("value" is an object)"};
  if (!field.kind.empty() && !field_kind(field.kind)) throw Misfit{where + R"("kind" is no kind of field)"};
}

TrueField unchecked_field(const std::string& name, const Json& json) {
  TrueField field;
  field.name = name;
  field.state = json.at("state").get<std::string>();
  field.kind = json.value("kind", "");
  field.value = json.value("value", Json());
  field.page = json.value("page", 0);
  field.inked = json.value("inked", looks_inked(field.state, field.value));
  field.cells = json.value("cells", "");
  field.slip = json.value("slip", "");
  field.ask = json.value("ask", false);
  return field;
}

TrueField field_of(const std::string& name, const Json& json) {
  try {
    const TrueField field = unchecked_field(name, json);
    check(field);
    return field;
  } catch (const Json::exception&) {
    throw Misfit{"field '" + name + R"(': "state" is missing, or a member has the wrong type)"};
  }
}

TruePage checked_page(const Json& json) {
  try {
    return page_of(json);
  } catch (const Json::exception&) {
    throw Misfit{R"(a page lacks "number" or "source_page", or a member of it has the wrong type)"};
  }
}

TruthDocument document_of(const Json& json, const std::string& source) {
  TruthDocument document;
  document.source = source;
  document.form = json.at("form").get<std::string>();
  document.writer = json.value("writer", "");
  for (const Json& page : json.at("pages")) document.pages.push_back(checked_page(page));
  if (!json.at("fields").is_object()) throw Misfit{R"("fields" is not an object of field names)"};
  for (const auto& [name, field] : json.at("fields").items()) document.fields.push_back(field_of(name, field));
  return document;
}

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw Failure{"truth-invalid", file.string(), why, "see docs/truth-and-score.md"};
}

void read_truth(const fs::path& file, const fs::path& folder, std::vector<TruthDocument>& documents) {
  std::ifstream stream(file, std::ios::binary);
  const Json json = Json::parse(stream, nullptr, false);
  if (json.is_discarded()) refuse(file, "it is not JSON");
  try {
    const fs::path beside = fs::relative(file.parent_path(), folder);
    const std::string source = (beside / json.at("source").get<std::string>()).lexically_normal().generic_string();
    for (const Json& document : json.at("documents")) documents.push_back(document_of(document, source));
  } catch (const Misfit& misfit) {
    refuse(file, misfit.why);
  } catch (const Json::exception&) {
    refuse(file, R"(one of "source", "documents", "form", "pages" and "fields" is missing or has the wrong type)");
  }
}

}  // namespace

std::vector<TruthDocument> read_truths(const fs::path& folder) {
  std::vector<TruthDocument> documents;
  for (const fs::path& file : truth_files(folder)) read_truth(file, folder, documents);
  return documents;
}

}  // namespace carescan::rehearsal
