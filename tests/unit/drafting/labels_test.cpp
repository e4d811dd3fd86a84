#include "pipeline/drafting/labels.hpp"

#include <doctest/doctest.h>

#include "pipeline/drafting/plain_words.hpp"

using namespace carescan;
using namespace carescan::drafting;
using intake::PrintedWord;

namespace {

/// A word of 3 mm type.
PrintedWord word(const std::string& text, double x, double y) {
  return {text, {x, y, 2.0 * static_cast<double>(text.size()), 3}, 3};
}

std::vector<std::string> texts(const std::vector<TextBlock>& blocks) {
  std::vector<std::string> out;
  for (const TextBlock& block : blocks) out.push_back(block.text);
  return out;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("labels: the number of a line gives way to its words and is better than nothing") {
  PageText text({{"Earned income credit", {20, 30, 50, 3}, 3, "", false},
                 {"8a", {80, 30, 4, 3}, 3, "", false},
                 {"9", {80, 50, 2, 3}, 3, "", false}});
  std::vector<Labelled> places{{{90, 29, 30, 5}, "", ""}, {{90, 49, 30, 5}, "", ""}};
  find_labels(places, {places[0].box, places[1].box}, text);
  CHECK(places[0].label == "Earned income credit");
  CHECK(places[1].label == "9");
}

TEST_CASE("labels: words belong to the box that is nearest and not to one behind another") {
  PageText text({{"Town", {20, 30, 10, 3}, 3, "", false}});
  std::vector<Labelled> places{{{40, 29, 30, 5}, "", ""}, {{75, 29, 30, 5}, "", ""}};
  find_labels(places, {places[0].box, places[1].box}, text);
  CHECK(places[0].label == "Town");
  CHECK(places[1].label.empty());
}

TEST_CASE("labels: lines below each other are one label but for a ruled line or a square for each of them") {
  const std::vector<PrintedWord> words{word("Four", 30, 20), word("medicines", 30, 23.5)};
  CHECK(texts(text_blocks(words, {})) == Texts{"Four medicines"});
  CHECK(texts(text_blocks(words, {{}, {}, {{25, 23.2, 60, 0.1}}})) == Texts{"Four", "medicines"});
  CHECK(texts(text_blocks(words, {{{25, 20, 3, 3}, {25, 23.5, 3, 3}}, {}, {}})) == Texts{"Four", "medicines"});
  CHECK(texts(text_blocks(words, {{{25, 21, 4, 4}}, {}, {}})) == Texts{"Four medicines"});
}

TEST_CASE("labels: dots that lead to a box and words that are not shown are none") {
  Raster page = make_raster(1000, 1000, 1, 255);  // 10 px a mm
  const auto print = [&](const PrintedWord& w) {
    for (int y = static_cast<int>(w.box.y * 10) + 5; y < static_cast<int>(w.box.bottom() * 10) - 5; ++y)
      for (int x = static_cast<int>(w.box.x * 10) + 5; x < static_cast<int>(w.box.right() * 10) - 5; x += 4)
        page.pixels[static_cast<std::size_t>(y * page.width + x)] = 150;
  };
  std::vector<PrintedWord> words{word("Wages", 10, 10), word("....", 30, 10), word("▶", 50, 10), word("№", 10, 20),
                                 word("Größe", 10, 30)};
  for (const PrintedWord& w : words) print(w);
  words.push_back(word("hidden", 10, 40));
  leave_out_what_says_nothing(words, page, 10);
  Texts left;
  for (const PrintedWord& w : words) left.push_back(w.text);
  CHECK(left == Texts{"Wages", "№", "Größe"});
}
