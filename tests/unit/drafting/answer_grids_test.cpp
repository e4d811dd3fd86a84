#include "pipeline/drafting/answer_grids.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace carescan;
using namespace carescan::drafting;

namespace {

constexpr double across_mm = 8, down_mm = 4;

BoxMm mark_at(double x, double y) {
  return {x, y, 3, 3};
}

/// Rows of circles from (x, y).
std::vector<BoxMm> circles(double x, double y, int rows, int columns) {
  std::vector<BoxMm> marks;
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column)
      marks.push_back(mark_at(x + column * across_mm, y + row * down_mm));
  return marks;
}

/// A word whose box ends so far to the left of (x, y) that it is the number of the row there.
TextBlock number_before(double x, double y, const std::string& text) {
  return {text, {x - 7, y + 0.5, 2, 2}, 2, "", false};
}

std::vector<std::string> labels(const std::vector<Field>& fields) {
  std::vector<std::string> out;
  for (const Field& field : fields) out.push_back(field.label);
  return out;
}

}  // namespace

TEST_CASE("numbered rows of circles are questions, block after block, though few numbers could be read") {
  std::vector<BoxMm> marks = circles(100, 50, 6, 4), left = circles(30, 50, 6, 4);
  marks.insert(marks.end(), left.begin(), left.end());
  marks.push_back(mark_at(170, 50));  // something else on the first line
  std::vector<TextBlock> words{{"A", {30.5, 46, 2, 2}, 2, "", false}, {"8", {38.5, 46, 2, 2}, 2, "", false}};
  for (const int row : {0, 2, 5}) {
    words.push_back(number_before(30, 50 + row * down_mm, std::to_string(row + 1)));
    words.push_back(number_before(100, 50 + row * down_mm, std::to_string(row + 41)));
  }
  words.push_back(number_before(100, 50 + down_mm, "4s"));  // misread
  PageText text(words);
  const std::vector<Field> fields = take_answer_grids(marks, text);
  CHECK(labels(fields) == std::vector<std::string>{"Question 1", "Question 2", "Question 3", "Question 4", "Question 5",
                                                   "Question 6", "Question 41", "Question 42", "Question 43",
                                                   "Question 44", "Question 45", "Question 46"});
  REQUIRE(fields.front().options.size() == 4);
  CHECK(fields.front().kind == FieldKind::choice);
  CHECK(fields.front().options[1].label == "B");  // it was read as an 8
  CHECK(fields.back().options[1].label == "2");   // nothing over these columns tells of letters
  CHECK(fields[6].options[0].box.x == doctest::Approx(100));
  CHECK(marks.size() == 1);
}

TEST_CASE("a row that was not found whole is counted, and left") {
  std::vector<BoxMm> marks = circles(30, 50, 8, 3);
  marks.erase(marks.begin() + 3 * 3 + 1);  // the second circle of the fourth row
  std::vector<TextBlock> words;
  for (const int row : {0, 1, 6, 7}) words.push_back(number_before(30, 50 + row * down_mm, std::to_string(row + 1) + "."));
  PageText text(words);
  CHECK(labels(take_answer_grids(marks, text)) ==
        std::vector<std::string>{"Question 1", "Question 2", "Question 3", "Question 5", "Question 6", "Question 7",
                                 "Question 8"});
  CHECK(marks.size() == 2);
}

TEST_CASE("rows from 0 to 9 tell digits by their columns") {
  std::vector<BoxMm> marks = circles(30, 60, 10, 2);
  std::vector<TextBlock> words{{"Subject code", {30, 45, 20, 3}, 3, "", false}};
  for (int row = 0; row < 10; ++row) words.push_back(number_before(30, 60 + row * down_mm, std::to_string(row)));
  PageText text(words);
  const std::vector<Field> fields = take_answer_grids(marks, text);
  CHECK(labels(fields) == std::vector<std::string>{"Subject code, digit 1", "Subject code, digit 2"});
  REQUIRE(fields.back().options.size() == 10);
  CHECK(fields.back().options[9].label == "9");
  CHECK(fields.back().options[9].box.y == doctest::Approx(60 + 9 * down_mm));
  CHECK(marks.empty());
}

TEST_CASE("rows without numbers, or with numbers that do not follow each other, are left to be grouped by their words") {
  std::vector<BoxMm> marks = circles(30, 50, 6, 4);
  PageText silent({});
  CHECK(take_answer_grids(marks, silent).empty());
  std::vector<TextBlock> words;
  for (const int row : {0, 1, 2, 3, 4, 5}) words.push_back(number_before(30, 50 + row * down_mm, std::to_string(7 * row % 5)));
  PageText text(words);
  CHECK(take_answer_grids(marks, text).empty());
  CHECK(marks.size() == 24);
}
