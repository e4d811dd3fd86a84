#include "pipeline/rehearsal/stroke_ink.hpp"

#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "pipeline/model/failure.hpp"

namespace carescan::rehearsal {
namespace {

namespace fs = std::filesystem;
constexpr double character_units = 256, x_height_units = 80, x_height = 0.6;  // of the height of capitals
constexpr std::string_view descending = "gjpqy", tall = "bdfhklt";

std::string text_between(const std::string& line, const std::string& before) {
  const std::size_t at = line.find(before);
  if (at == std::string::npos) return {};
  const std::size_t from = at + before.size(), to = line.find('"', from);
  return to == std::string::npos ? std::string{} : line.substr(from, to - from);
}

struct GzClose {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

std::string unpacked(const fs::path& path) {
  const std::unique_ptr<gzFile_s, GzClose> file(gzopen(path.c_str(), "rb"));
  if (!file) throw Failure{"ink-unreadable", path.string(), "the stroke file cannot be opened", "check --ink"};
  std::string bytes(std::size_t{1} << 20, '\0'), all;
  int got = 0;
  while ((got = gzread(file.get(), bytes.data(), static_cast<unsigned>(bytes.size()))) > 0)
    all.append(bytes, 0, static_cast<std::size_t>(got));
  int state = Z_OK;
  gzerror(file.get(), &state);  // a file cut short ends quietly but for this
  if (got < 0 || state != Z_OK)
    throw Failure{"ink-unreadable", path.string(), "the stroke file is damaged", "fetch it again"};
  return all;
}

std::set<std::string> read_list(const fs::path& path) {
  std::ifstream file(path);
  if (!file) throw Failure{"ink-unreadable", path.string(), "the list of writers cannot be opened", "check --writers"};
  std::set<std::string> names;
  for (std::string name; file >> name;) names.insert(name);
  return names;
}

// How far above the baseline the ink's bottom lies (negative: below), from what kind of character it is, for ink of
// height `height`; the data has no baselines.
double bottom_of(char c, double height) {
  if (descending.find(c) != std::string_view::npos) return c == 'j' ? 0.85 - height : x_height - height;
  if (std::string_view("\"'`^*").find(c) != std::string_view::npos) return 1 - height;
  if (std::string_view("-~+=").find(c) != std::string_view::npos) return 0.35 - height / 2;
  if (std::string_view(",;").find(c) != std::string_view::npos) return -0.15;
  if (std::string_view("()[]{}|/@$").find(c) != std::string_view::npos) return -(height - 1) / 2;
  return 0;
}

// The same for a word: descenders take their usual share of the height.
double bottom_of_word(const std::string& word, double height) {
  const auto has = [&](auto test) { return std::any_of(word.begin(), word.end(), test); };
  if (!has([](char c) { return descending.find(c) != std::string_view::npos; })) return 0;
  const bool rises = has([](char c) {
    return std::isupper(static_cast<unsigned char>(c)) || std::isdigit(static_cast<unsigned char>(c)) ||
           tall.find(c) != std::string_view::npos;
  });
  return -height * (rises ? 0.7 / 2.3 : 0.7 / 1.7);
}

Ink ink_of(const nlohmann::json& strokes, double unit) {
  Shape shape;
  for (const auto& stroke : strokes) {
    std::vector<PointMm> points;
    for (std::size_t i = 0; i + 1 < stroke.size(); i += 2)
      points.push_back({stroke[i].get<double>() * unit, stroke[i + 1].get<double>() * unit});
    if (!points.empty()) shape.parts.push_back(std::move(points));
  }
  return {shape};
}

// Words file or character files? Their units differ, and only the id's category tells one-letter words apart.
bool is_character(const nlohmann::json& sample) {
  const std::string id = sample.at("id").get<std::string>();
  return sample.at("text").get_ref<const std::string&>().size() == 1 && id.rfind("1", 0) == 0;
}

Glyph glyph_of(const nlohmann::json& sample) {
  const std::string& text = sample.at("text").get_ref<const std::string&>();
  const bool character = is_character(sample);
  const Ink ink = ink_of(sample.at("strokes"), character ? 1 / character_units : x_height / x_height_units);
  const BoxMm box = extent(ink);
  const double bottom = character ? bottom_of(text[0], box.height) : bottom_of_word(text, box.height);
  return {placed(ink, {.dx = -box.x, .dy = -box.bottom() - bottom}), box.width + 0.16};
}

// A sample that no person would take for its label at this size is left out: it would make the truth a lie.
bool believable(const std::string& text, const Glyph& glyph) {
  const BoxMm box = extent(glyph.ink);
  if (text.size() == 1 && std::isalnum(static_cast<unsigned char>(text[0])))
    return box.height > 0.25 && box.height < 2 && box.width < 2;
  return box.height < 3 && box.width < 1.1 * static_cast<double>(text.size()) + 1;
}

std::size_t distinct(const std::set<std::string>& labels, int (*kind)(int)) {
  return static_cast<std::size_t>(std::count_if(labels.begin(), labels.end(), [&](const std::string& label) {
    return label.size() == 1 && kind(static_cast<unsigned char>(label[0]));
  }));
}

std::set<std::string> labels_of(const std::vector<std::string>& lines) {
  std::set<std::string> labels;
  for (const std::string& line : lines) labels.insert(text_between(line, "\"text\":\""));
  return labels;
}

}  // namespace

StrokeLibrary load_strokes(const std::vector<fs::path>& files, const fs::path& writers) {
  const std::set<std::string> wanted = writers.empty() ? std::set<std::string>{} : read_list(writers);
  StrokeLibrary library;
  for (const fs::path& path : files) {
    const std::string all = unpacked(path);
    for (std::size_t from = 0, to = 0; from < all.size(); from = to + 1) {
      to = std::min(all.find('\n', from), all.size());
      std::string line = all.substr(from, to - from);
      const std::string writer = text_between(line, "\"writer\":\"");
      if (!writer.empty() && (writers.empty() || wanted.contains(writer))) library.lines[writer].push_back(line);
    }
  }
  if (library.lines.empty())
    throw Failure{"ink-empty", files.empty() ? "" : files.front().string(), "no strokes of any writer asked for",
                  "check --ink and --writers"};
  return library;
}

std::vector<std::string> able_writers(const StrokeLibrary& library) {
  std::vector<std::string> able;
  std::pair<std::size_t, std::string> best;
  for (const auto& [writer, lines] : library.lines) {
    const std::set<std::string> labels = labels_of(lines);
    const std::size_t digits = distinct(labels, std::isdigit), capitals = distinct(labels, std::isupper),
                      small = distinct(labels, std::islower);
    if (digits == 10 && std::max(capitals, small) >= 20) able.push_back(writer);
    best = std::max(best, {digits + capitals + small, writer});
  }
  if (able.empty()) able.push_back(best.second);
  return able;
}

Hand stroke_hand(const StrokeLibrary& library, const std::string& writer, Chance& chance) {
  Hand hand{.name = writer};
  for (const std::string& line : library.lines.at(writer)) {
    const nlohmann::json sample = nlohmann::json::parse(line);
    const std::string text = sample.at("text").get<std::string>();
    if (Glyph glyph = glyph_of(sample); believable(text, glyph)) hand.samples[text].push_back(std::move(glyph));
  }
  hand.capital_mm = chance.uniform(2.7, 3.8);
  hand.slant = chance.normal(0, 0.03);  // the strokes have their own
  hand.gap = chance.uniform(0.45, 0.75);
  hand.unevenness = chance.uniform(0.015, 0.04);
  return hand;
}

}  // namespace carescan::rehearsal
