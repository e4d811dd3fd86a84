#pragma once

#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"
#include "pipeline/reading/ink_map.hpp"

namespace carescan::reading {

/// Ink nearer than this belongs to one mark: the strokes of a cross or a shading, a word written at it.
inline constexpr double one_mark_mm = 3;

/// What a person drew within `area`: upright boxes round each mark in template mm, from the top, and from the left
/// where they begin at the same height. Dust and grains of toner are none.
std::vector<BoxMm> drawn_marks(const InkMap&, const BoxMm& area);

/// A drawing: the list of its marks, and their description as text; blank where there is none. Where anything is drawn
/// a person looks at the picture ("drawing-marked"): that there is a mark says nothing about what it means. Grains too
/// small for a mark leave the drawing blank, with a confidence that says how much ink there is.
Reading read_drawing(const Field&, const imaging::FieldCrop&, const std::vector<BoxMm>& rivals);

}  // namespace carescan::reading
