#pragma once

#include <opencv2/core.hpp>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/reading/mark_net.hpp"

namespace carescan::reading {

/// One printed box as cut from the page: `crop` shows the box and what is round it, `rivals` are other boxes there that
/// a stroke may belong to.
struct MarkCrop {
  imaging::FieldCrop crop;
  BoxMm box;
  std::vector<BoxMm> rivals;
};

/// What is seen in one box. Lengths are relative to the smaller inner side of the box.
struct MarkFeatures {
  double strokes = 0;  ///< ink inside that is the box's own, as length of a 0.35 mm pen stroke
  double extent = 0;   ///< longer side of that ink's bounds
  double unsure_strokes = 0, unsure_extent = 0;  ///< the same with strokes that may belong to a neighbour
  double fill = 0;                               ///< share of the inner area that is inked
  double weight = 0;                             ///< mean weight of the ink: 1 pen, about 0.5 light pencil
  double outside = 0;                            ///< share of the own strokes' ink that lies outside the box
  double print_support = 1;                      ///< see InkMap
  double side_mm = 4;                            ///< smaller inner side of the box
  bool through = false;                          ///< see OwnInk
  double both_sides_mm = 0;                      ///< how far the own strokes reach beyond it left and right, the lesser
  cv::Mat picture = {};                          ///< what the marks net sees (mark_picture.hpp)
  std::optional<MarkOpinion> net = {};           ///< what it says of it, once asked
};

/// How surely the box is marked, and why that may be doubted.
struct Mark {
  double p = 0;                      ///< 0 empty … 1 marked
  std::vector<std::string> reasons;  ///< codes of docs/policy.md; only those that ask a person
};

/// How the writer of a page marks, from all of its boxes: a filled box is taken back on one page and a mark on another.
struct MarkStyle {
  bool fills = false;  ///< at least two marks on the page, and nearly all of them, are filled boxes
  double weight = 0;   ///< of its middle mark; 0 where there are too few to say
};

/// Cuts a box with enough round it to see whose ink it is, at 254 dpi, and looks at it. `areas` are those of the page
/// where people write or mark; those near the box are its rivals.
MarkFeatures look_at_box(const imaging::RegisteredPage&, const BoxMm& box, const std::vector<BoxMm>& areas);

MarkFeatures mark_features(const MarkCrop&);

/// Asks the net about all boxes of a page in one batch.
void ask_net(MarkNet&, const std::vector<MarkFeatures*>& boxes_of_page);

/// Two opinions, the features' rule and the net's, where it was asked: where they differ, a person decides.
Mark judge_mark(const MarkFeatures&, MarkStyle = {});
MarkStyle style_of(const std::vector<MarkFeatures>& boxes_of_page);

/// One box to `read, true` or `read, false` (checkbox and none_box). Never throws for poor ink.
Reading read_checkbox(const Field&, const MarkFeatures&, MarkStyle = {});

/// The boxes of choice, choices and scale, in the order of field.options. choice and scale: one mark is the code, none
/// is blank, more are ambiguous with each code as an alternative. choices: the sorted codes, none is blank.
Reading read_options(const Field&, const std::vector<MarkFeatures>&, MarkStyle = {});

/// The same from marks that are judged already, one an option.
Reading read_marked(const Field&, std::vector<Mark> marks);

}  // namespace carescan::reading
