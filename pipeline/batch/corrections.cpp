#include "pipeline/batch/corrections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/json_parts.hpp"

namespace carescan::batch {
namespace {

using records::Digits;
using records::Json;

constexpr std::array<std::pair<Act, std::string_view>, 5> acts{{{Act::confirm, "confirm"},
                                                                {Act::enter, "enter"},
                                                                {Act::rekey, "rekey"},
                                                                {Act::adjudicate, "adjudicate"},
                                                                {Act::undo, "undo"}}};

Json held_json(const Held& held) {
  return {
      {"state", to_string(held.state)}, {"value", records::value_json(held.value, Digits::all)}, {"text", held.text}};
}

Held held_of(const Json& json) {
  return {records::state_of(json.at("state")), records::value_of(json.at("value")), json.at("text").get<std::string>()};
}

Act act_of(const Json& json) {
  const auto word = json.get<std::string>();
  for (const auto& [act, name] : acts)
    if (name == word) return act;
  throw records::Misfit{"an act is unknown"};
}

FieldKind kind_of(const Json& json) {
  const auto kind = field_kind(json.get<std::string>());
  if (!kind) throw records::Misfit{"a field has an unknown kind"};
  return *kind;
}

Correction correction_of(const Json& json) {
  Correction line{.number = records::whole_of(json.at("number")),
                  .at = json.at("at").get<std::string>(),
                  .by = json.at("by").get<std::string>(),
                  .document = json.at("document").get<std::string>(),
                  .field = json.at("field").get<std::string>(),
                  .kind = kind_of(json.at("kind")),
                  .box = records::box_of(json.at("box_mm")),
                  .source = {},
                  .act = act_of(json.at("act")),
                  .shown = {},
                  .read = held_of(json.at("read")),
                  .confidence = json.at("confidence").get<double>(),
                  .was_accepted = json.at("was_accepted").get<bool>(),
                  .decided = {},
                  .settles = json.at("settles").get<bool>(),
                  .undoes = json.value("undoes", 0L),
                  .seconds = {},
                  .reading_sha256 = json.at("reading_sha256").get<std::string>()};
  if (json.contains("source"))
    line.source = PageSource{
        {}, json["source"].at("sha256").get<std::string>(), records::int_of(json["source"].at("page"))};
  if (json.contains("shown")) line.shown = held_of(json.at("shown"));
  if (json.contains("decided")) line.decided = held_of(json.at("decided"));
  if (json.contains("seconds")) line.seconds = json.at("seconds").get<double>();
  return line;
}

Correction parse(const std::string& line, const std::filesystem::path& file, std::size_t number) {
  const auto refuse = [&](const std::string& why) {
    throw Failure{"corrections-invalid", file.string(), fmt::format("line {}: {}", number, why),
                  "run carescan verify; put the file back from your backup"};
  };
  try {
    return correction_of(Json::parse(line));
  } catch (const records::Misfit& misfit) {
    refuse(misfit.why);
  } catch (const Json::exception&) {
    // Its text may quote what stands in the file, so it is not passed on.
    refuse("it is not JSON, or a member is missing or has the wrong type");
  }
  return {};
}

/// The field is still what the person looked at: same kind, and its middle where it was.
bool is_same_field(const Correction& line, const Field& field) {
  const double x = line.box.x + line.box.width / 2, y = line.box.y + line.box.height / 2;
  return field.kind == line.kind && field.box.contains({x, y, 0, 0});
}

/// And on the same sheet: a source that is read again may put its pages together otherwise.
bool is_same_page(const Correction& line, const Field& field, const std::vector<RecordPage>& pages) {
  const auto page = std::ranges::find(pages, field.page, &RecordPage::number);
  return !line.source || (page != pages.end() && page->source.sha256 == line.source->sha256 &&
                          page->source.page == line.source->page);
}

std::vector<Correction> not_undone(const std::vector<Correction>& lines) {
  std::set<long> undone;
  for (const Correction& line : lines)
    if (line.act == Act::undo) undone.insert(line.undoes);
  std::vector<Correction> out;
  for (const Correction& line : lines)
    if (line.act != Act::undo && !undone.contains(line.number)) out.push_back(line);
  return out;
}

}  // namespace

std::string_view to_string(Act act) {
  return std::ranges::find(acts, act, &std::pair<Act, std::string_view>::first)->second;
}

std::string to_json(const Correction& line) {
  Json json{{"at", line.at},
            {"by", line.by},
            {"document", line.document},
            {"field", line.field},
            {"kind", to_string(line.kind)},
            {"box_mm", records::box_json(line.box, Digits::three)},
            {"act", to_string(line.act)}};
  if (line.source) json["source"] = {{"sha256", line.source->sha256}, {"page", line.source->page}};
  if (line.shown) json["shown"] = held_json(*line.shown);
  json["read"] = held_json(line.read);
  json["confidence"] = records::number_json(line.confidence, Digits::three);
  json["was_accepted"] = line.was_accepted;
  if (line.decided) json["decided"] = held_json(*line.decided);
  json["settles"] = line.settles;
  if (line.act == Act::undo) json["undoes"] = line.undoes;
  if (line.seconds) json["seconds"] = records::number_json(*line.seconds, Digits::three);
  json["reading_sha256"] = line.reading_sha256;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<Correction> read_corrections(const std::filesystem::path& file) {
  std::vector<Correction> lines;
  if (!std::filesystem::exists(file)) return lines;
  const std::string bytes = read_file(file);
  for (std::size_t from = 0, end; (end = bytes.find('\n', from)) != std::string::npos; from = end + 1)
    lines.push_back(parse(bytes.substr(from, end - from), file, lines.size() + 1));
  return lines;
}

std::map<std::string, Correction> standing(const std::vector<Correction>& lines) {
  std::map<std::string, Correction> last;
  for (const Correction& line : not_undone(lines)) last[line.field] = line;
  return last;
}

std::set<std::string> disputed(const std::vector<Correction>& lines) {
  std::set<std::string> fields;
  for (const auto& [name, line] : standing(lines))
    if (!line.settles) fields.insert(name);
  return fields;
}

bool is_amended(const Record& record, const std::vector<Correction>& lines) {
  std::set<std::string> open;
  for (const RecordField& field : record.fields) open.insert(field.name);
  for (const Correction& line : not_undone(lines)) {
    if (open.empty()) return true;
    if (line.settles) open.erase(line.field);
  }
  return false;
}

Decisions decisions_of(const std::vector<Correction>& lines, const FormTemplate& form,
                       const std::vector<RecordPage>& pages) {
  Decisions decisions;
  for (const Correction& line : not_undone(lines)) {
    const Field* field = form.find(line.field);
    if (field == nullptr || !line.settles || !line.decided) continue;
    if (!is_same_field(line, *field) || !is_same_page(line, *field, pages)) continue;
    decisions[line.field] = {line.decided->state, line.decided->value, line.decided->text, line.by, line.at};
  }
  return decisions;
}

}  // namespace carescan::batch
