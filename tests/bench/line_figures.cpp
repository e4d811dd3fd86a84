// How well words and lines are read, from the pictures of line_pictures: by the net alone, and with a word list.
//   line_figures STEM... [--rows FILE] [--tesseract N]
// Prints JSON: characters and their errors without any list (spaces left out, as the data's are not reliable), exact
// and with cases folded; words with a list of 1,000; typed or written. --rows: one line a picture, tab-separated.
// --tesseract: it reads the same pictures of the first N words, too.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <set>
#include <sstream>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/model/text.hpp"
#include "pipeline/reading/decode_line.hpp"
#include "pipeline/reading/line_net.hpp"
#include "pipeline/reading/line_picture.hpp"
#include "pipeline/reading/lines.hpp"
#include "pipeline/reading/tesseract_engine.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace {

using namespace carescan;
using nlohmann::json;

constexpr std::size_t list_size = 1000, longest_word = 24;

struct Line {
  int width = 0;
  bool typed = false;
  std::string text, writer, id, preset;
  cv::Mat picture;
  bool is_composed() const { return id.starts_with("composed"); }
};

std::vector<Line> load(const std::string& stem) {
  std::ifstream labels(stem + ".tsv"), pictures(stem + ".u8", std::ios::binary);
  std::vector<Line> out;
  for (std::string row; std::getline(labels, row);) {
    std::istringstream parts(row);
    std::string width, kind;
    Line line;
    for (std::string* part : {&width, &kind, &line.text, &line.writer, &line.id, &line.preset})
      std::getline(parts, *part, '\t');
    line.width = std::stoi(width);
    line.typed = kind == "typed";
    cv::Mat bytes(reading::line_height_px, line.width, CV_8U);
    pictures.read(reinterpret_cast<char*>(bytes.data), static_cast<std::streamsize>(bytes.total()));
    if (!pictures) throw std::runtime_error(stem + ".u8 is shorter than " + stem + ".tsv says");
    bytes.convertTo(line.picture, CV_32F, 1 / 255.0);
    out.push_back(std::move(line));
  }
  return out;
}

std::string plain(std::string text) {
  std::erase(text, ' ');
  return text;
}

bool is_word(const Line& line) {
  return !line.typed && !line.is_composed() && line.text.size() >= 3 && line.text.size() <= longest_word &&
         std::ranges::all_of(line.text, [](char c) { return std::isalpha(static_cast<unsigned char>(c)); });
}

/// A thousand of the words that were written, by chance.
std::vector<std::string> list_of(const std::vector<Line>& lines) {
  std::set<std::string> words;
  for (const Line& line : lines)
    if (is_word(line)) words.insert(in_small_letters(line.text));
  std::vector<std::string> out(words.begin(), words.end());
  rehearsal::Chance chance(1);
  chance.shuffle(out);
  if (out.size() > list_size) out.resize(list_size);
  std::ranges::sort(out);
  return out;
}

struct Figures {
  long texts = 0, right = 0, characters = 0, wrong = 0, folded_wrong = 0;
  std::set<std::string> writers;

  void add(const Line& line, const std::string& read) {
    const std::string truth = plain(line.text), found = plain(read);
    ++texts;
    right += truth == found;
    characters += static_cast<long>(truth.size());
    wrong += static_cast<long>(edit_distance(truth, found));
    folded_wrong += static_cast<long>(edit_distance(in_small_letters(truth), in_small_letters(found)));
    writers.insert(line.writer);
  }
  json to_json() const {
    return {{"texts", texts},
            {"right", right},
            {"characters", characters},
            {"wrong", wrong},
            {"wrong_folded", folded_wrong},
            {"writers", writers.size()}};
  }
};

/// Words with a list of which they are one, and with one of which they are not.
struct Listed {
  long words = 0, wrong = 0, right_if_open = 0;    ///< the likeliest entry; and with what is not listed possible
  long strangers = 0, right = 0, right_after = 0;  ///< words not on the list: by the net alone, and with the list

  void add(const Line& line, const reading::LineScores& scores, const reading::Phrases& phrases, bool is_listed,
           const std::string& alone) {
    const auto same = [&](const std::string& text) { return in_small_letters(text) == in_small_letters(line.text); };
    const auto open = reading::decode_line(scores, "", &phrases).texts;
    const bool right_open = !open.empty() && same(open.front().text);
    if (is_listed) {
      const auto closed = reading::listed_texts(scores, phrases, 1);
      ++words, wrong += closed.empty() || !same(closed.front().text), right_if_open += right_open;
    } else {
      ++strangers, right += same(alone), right_after += right_open;
    }
  }
};

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The picture as a page shows it, with white round it.
Raster on_paper(const cv::Mat& picture) {
  cv::Mat page, bytes;
  cv::copyMakeBorder(picture, page, 10, 10, 10, 10, cv::BORDER_CONSTANT, cv::Scalar(0));
  page.convertTo(bytes, CV_8U, -255, 255);
  return imaging::to_raster(bytes);
}

Figures by_tesseract(const std::vector<Line>& lines, std::size_t count) {
  const auto engine = reading::make_tesseract();
  Figures figures;
  for (const Line& line : lines) {
    if (static_cast<std::size_t>(figures.texts) >= count) break;
    if (!is_word(line)) continue;
    const auto read = engine->read_line(on_paper(line.picture), reading::text_px_per_mm, "");
    figures.add(line, read.empty() ? "" : read.front().text);
  }
  return figures;
}

json measured(const std::vector<Line>& lines, std::ostream& rows) {
  reading::LineNet net;
  const std::vector<std::string> list = list_of(lines);
  const reading::Phrases phrases(list);
  std::map<std::string, Figures> figures;
  Listed listed;
  long typed_wrong = 0, thirty = 0;
  double thirty_s = 0;
  for (const Line& line : lines) {
    const double began = seconds();
    const reading::LineScores scores = net.scores(line.picture);
    const auto texts = reading::decode_line(scores, "", nullptr).texts;
    if (line.text.size() >= 27 && line.text.size() <= 33) ++thirty, thirty_s += seconds() - began;
    const std::string read = texts.empty() ? "" : texts.front().text;
    typed_wrong += (scores.p_typed > 0.5) != line.typed;
    const std::string group = line.typed                        ? "typed"
                              : line.is_composed()              ? "composed"
                              : line.text.size() > longest_word ? "lines"
                                                                : "words";
    figures[group].add(line, read);
    if (is_word(line))
      listed.add(line, scores, phrases, std::ranges::binary_search(list, in_small_letters(line.text)), read);
    rows << fmt::format("{}\t{}\t{}\t{}\t{}\t{:.5f}\t{}\t{:.6f}\n", line.writer, line.id, line.preset, line.text,
                        line.typed ? 1 : 0, scores.p_typed, read, texts.empty() ? 0 : texts.front().p);
  }
  json out{{"listed",
            {{"words", listed.words},
             {"wrong", listed.wrong},
             {"right_if_open", listed.right_if_open},
             {"strangers", listed.strangers},
             {"strangers_right", listed.right},
             {"strangers_right_after", listed.right_after},
             {"list", list.size()}}},
           {"typed_or_written", {{"lines", lines.size()}, {"wrong", typed_wrong}}},
           {"thirty_characters",
            {{"lines", thirty}, {"ms_each", thirty == 0 ? 0 : 1000 * thirty_s / static_cast<double>(thirty)}}}};
  for (const auto& [group, of] : figures) out[group] = of.to_json();
  return out;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<Line> lines;
  std::ofstream rows;
  std::size_t tesseract = 0;
  try {
    for (int i = 1; i < count; ++i) {
      if (std::string_view(arguments[i]) == "--rows" && i + 1 < count) {
        rows.open(arguments[++i]);
        continue;
      }
      if (std::string_view(arguments[i]) == "--tesseract" && i + 1 < count) {
        tesseract = std::stoul(arguments[++i]);
        continue;
      }
      std::ranges::move(load(arguments[i]), std::back_inserter(lines));
    }
    cv::setNumThreads(1);
    json out = measured(lines, rows);
    if (tesseract > 0) out["tesseract"] = by_tesseract(lines, tesseract).to_json();
    std::cout << out.dump(1) << '\n';
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "usage: line_figures STEM... [--rows FILE] [--tesseract N]: " << error.what() << '\n';
    return 2;
  }
}
