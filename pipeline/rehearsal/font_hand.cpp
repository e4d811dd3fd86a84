#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include <algorithm>
#include <memory>
#include <new>
#include <set>

#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/hand.hpp"

namespace carescan::rehearsal {
namespace {

namespace fs = std::filesystem;

struct FontFile {
  std::string file, package;
  double thicken_mm;  // at most: thin outlines stand for many pens, bold ones for themselves
};
// Looked at one by one: they have digits, both cases and the punctuation of an address, and look written by a person.
const std::vector<FontFile> written{{"Breip.ttf", "fonts-breip", 0.18},
                                    {"NanumPen.ttf", "fonts-nanum-extra", 0.05},
                                    {"NanumBrush.ttf", "fonts-nanum-extra", 0.06},
                                    {"KleeOne-Regular.ttf", "fonts-klee", 0.22},
                                    {"setofont.ttf", "fonts-seto", 0.12},
                                    {"kiloji.ttf", "fonts-kiloji", 0.22}};
const std::vector<FontFile> typed{{"LiberationSans-Regular.ttf", "fonts-liberation", 0},
                                  {"DejaVuSans.ttf", "fonts-dejavu-core", 0}};

std::vector<std::string> files_of(const std::vector<FontFile>& fonts) {
  std::vector<std::string> files;
  for (const FontFile& font : fonts) files.push_back(font.file);
  return files;
}

// All of them at once: whoever lacks one usually lacks the others.
std::string install_line() {
  std::set<std::string> packages;
  for (const auto* fonts : {&written, &typed})
    for (const FontFile& font : *fonts) packages.insert(font.package);
  return fmt::format("apt-get install --no-install-recommends {}", fmt::join(packages, " "));
}

fs::path find_font(const std::string& file) {
  std::error_code unreadable;
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator("/usr/share/fonts", unreadable))
    if (entry.path().filename() == file) found.push_back(entry.path());
  if (found.empty()) throw Failure{"font-missing", file, "no such font below /usr/share/fonts", install_line()};
  return *std::min_element(found.begin(), found.end());
}

struct Outline {
  std::vector<std::vector<PointMm>> contours;
  PointMm pen;
};

PointMm point_of(const FT_Vector* v) {
  return {static_cast<double>(v->x), -static_cast<double>(v->y)};
}

void to(Outline& outline, PointMm p) {
  outline.contours.back().push_back(p);
  outline.pen = p;
}

int move_to(const FT_Vector* at, void* user) {
  auto& outline = *static_cast<Outline*>(user);
  outline.contours.emplace_back();
  to(outline, point_of(at));
  return 0;
}

int line_to(const FT_Vector* at, void* user) {
  to(*static_cast<Outline*>(user), point_of(at));
  return 0;
}

// Béziers become short lines; eight each are finer than a pixel at the sizes people write.
int cubic_to(const FT_Vector* one, const FT_Vector* two, const FT_Vector* at, void* user) {
  auto& outline = *static_cast<Outline*>(user);
  const PointMm a = outline.pen, b = point_of(one), c = point_of(two), d = point_of(at);
  for (int i = 1; i <= 8; ++i) {
    const double t = i / 8.0, s = 1 - t;
    to(outline, {s * s * s * a.x + 3 * s * s * t * b.x + 3 * s * t * t * c.x + t * t * t * d.x,
                 s * s * s * a.y + 3 * s * s * t * b.y + 3 * s * t * t * c.y + t * t * t * d.y});
  }
  return 0;
}

int conic_to(const FT_Vector* one, const FT_Vector* at, void* user) {
  auto& outline = *static_cast<Outline*>(user);
  const PointMm a = outline.pen, b = point_of(one), c = point_of(at);
  for (int i = 1; i <= 8; ++i) {
    const double t = i / 8.0, s = 1 - t;
    to(outline, {s * s * a.x + 2 * s * t * b.x + t * t * c.x, s * s * a.y + 2 * s * t * b.y + t * t * c.y});
  }
  return 0;
}

struct FaceFree {
  void operator()(FT_Face face) const { FT_Done_Face(face); }
};
struct LibraryFree {
  void operator()(FT_Library library) const { FT_Done_FreeType(library); }
};
using Face = std::unique_ptr<FT_FaceRec_, FaceFree>;

std::optional<Glyph> glyph_of(const Face& face, char character) {
  const FT_UInt index = FT_Get_Char_Index(face.get(), static_cast<unsigned char>(character));
  if (index == 0 || FT_Load_Glyph(face.get(), index, FT_LOAD_NO_SCALE) != 0) return std::nullopt;
  const FT_Outline_Funcs walk{move_to, line_to, conic_to, cubic_to, 0, 0};
  Outline outline;
  FT_Outline_Decompose(&face->glyph->outline, &walk, &outline);
  if (outline.contours.empty()) return std::nullopt;
  return Glyph{{{std::move(outline.contours), true}}, static_cast<double>(face->glyph->advance.x)};
}

std::map<std::string, std::vector<Glyph>> glyphs_of(const Face& face) {
  std::map<std::string, std::vector<Glyph>> glyphs;
  const auto tall = glyph_of(face, 'H');
  const double unit = tall ? 1 / std::max(1.0, -extent(tall->ink).y) : 1;
  for (char c = '!'; c <= '~'; ++c)
    if (const auto glyph = glyph_of(face, c))
      glyphs[std::string(1, c)] = {{placed(glyph->ink, {.sx = unit, .sy = unit}), glyph->width * unit}};
  return glyphs;
}

}  // namespace

std::vector<std::string> handwriting_fonts() {
  return files_of(written);
}
std::vector<std::string> typed_fonts() {
  return files_of(typed);
}

Hand font_hand(const std::string& file, Chance& chance) {
  const fs::path path = find_font(file);
  FT_Library opened = nullptr;
  if (FT_Init_FreeType(&opened) != 0) throw std::bad_alloc();
  const std::unique_ptr<FT_LibraryRec_, LibraryFree> library(opened);
  FT_Face first = nullptr;
  if (FT_New_Face(opened, path.c_str(), 0, &first) != 0)
    throw Failure{"font-missing", file, "the font file cannot be read", install_line()};
  const Face face(first);
  const auto font = std::find_if(written.begin(), written.end(), [&](const FontFile& f) { return f.file == file; });
  const bool by_hand = font != written.end();
  Hand hand{.name = file, .samples = glyphs_of(face)};
  hand.capital_mm = by_hand ? chance.uniform(2.7, 3.6) : 2.4;
  hand.slant = by_hand ? chance.normal(0.02, 0.07) : 0;
  hand.unevenness = by_hand ? chance.uniform(0.025, 0.06) : 0;
  hand.min_stroke_mm = by_hand ? chance.uniform(0, font->thicken_mm) : 0;
  hand.gap = by_hand ? chance.uniform(0.45, 0.7) : 0.45;
  return hand;
}

}  // namespace carescan::rehearsal
