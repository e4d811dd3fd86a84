#include "pipeline/intake/pdf_scan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "pipeline/intake/pdf_content.hpp"
#include "pipeline/intake/pdf_pages.hpp"
#include "pipeline/intake/pdf_view.hpp"

namespace carescan::intake {
namespace {

using Rectangle = QPDFObjectHandle::Rectangle;

/// A direction on the page as a viewer shows it, y down, in points.
struct Direction {
  double x = 0, y = 0;
  double length() const { return std::hypot(x, y); }
};

Direction turned_clockwise(Direction d, int quarters) {
  for (int i = 0; i < quarters; ++i) d = {-d.y, d.x};
  return d;
}

/// Which way a direction points: right, down, left, up; -1 where it slants by more than a quarter pixel in 300.
int heading(Direction d) {
  constexpr double slant = 1.0 / 1200;
  if (std::abs(d.y) <= slant * std::abs(d.x)) return d.x > 0 ? 0 : 2;
  if (std::abs(d.x) <= slant * std::abs(d.y)) return d.y > 0 ? 1 : 3;
  return -1;
}

/// EXIF orientation of a picture whose rows run along `along` and follow each other along `down`; 0 where it slants.
int orientation_of(Direction along, Direction down) {
  //                      rows run:  right       down        left        up      (each: what follows goes …)
  static constexpr int table[4][4] = {{0, 1, 0, 4}, {5, 0, 6, 0}, {0, 2, 0, 3}, {8, 0, 7, 0}};  // right, down, left, up
  const int a = heading(along), d = heading(down);
  return a < 0 || d < 0 ? 0 : table[a][d];
}

double share(double part_from, double part_to, double from, double to) {
  return to > from ? std::clamp((part_to - part_from) / (to - from), 0.0, 1.0) : 0;
}

/// How much of `whole` lies in `part`, the worse of both axes.
double covered(const Rectangle& whole, const Rectangle& part) {
  const Rectangle both = common(whole, part);
  return std::min(share(both.llx, both.urx, whole.llx, whole.urx), share(both.lly, both.ury, whole.lly, whole.ury));
}

/// Annotations that a viewer draws: anything but links and pop-ups.
bool has_annotations(QPDFObjectHandle page) {
  static const std::set<std::string> invisible{"/Link", "/Popup"};
  QPDFObjectHandle list = page.getKey("/Annots");
  if (!list.isArray()) return !list.isNull();
  for (int i = 0; i < list.getArrayNItems(); ++i) {
    QPDFObjectHandle annotation = list.getArrayItem(i);
    QPDFObjectHandle kind = annotation.isDictionary() ? annotation.getKey("/Subtype") : annotation;
    if (!kind.isName() || !invisible.contains(kind.getName())) return true;
  }
  return false;
}

/// The image XObject of that name in the page's resources; null where it is a form or missing.
QPDFObjectHandle image_named(QPDFObjectHandle page, const std::string& name) {
  QPDFObjectHandle resources = inherited(page, "/Resources");
  QPDFObjectHandle objects = resources.isDictionary() ? resources.getKey("/XObject") : resources;
  QPDFObjectHandle object = objects.isDictionary() ? objects.getKey(name) : objects;
  const bool image = object.isStream() && object.getDict().getKey("/Subtype").isNameAndEquals("/Image");
  return image ? object : QPDFObjectHandle::newNull();
}

double user_unit(QPDFObjectHandle page) {
  double unit = 1;
  page.getKey("/UserUnit").getValueAsNumber(unit);
  return unit > 0 ? unit : 1;
}

bool is_grey(QPDFObjectHandle dict) {
  QPDFObjectHandle space = dict.getKey("/ColorSpace");
  return space.isNameAndEquals("/DeviceGray") || dict.getKey("/ImageMask").isBool();
}

double side(QPDFObjectHandle dict, const char* key) {
  QPDFObjectHandle value = dict.getKey(key);
  return value.isInteger() ? static_cast<double>(value.getIntValue()) : 0;
}

/// Half the page is a scan whose resolution counts; all of it but narrow margins is a page that needs no rendering.
constexpr double mostly = 0.5, nearly_all = 0.8, uncut = 0.98;

}  // namespace

std::optional<PageScan> scan_of(QPDF& pdf, QPDFObjectHandle page) {
  const PageContent content = content_of(pdf, page);
  if (content.objects.size() != 1) return std::nullopt;
  QPDFObjectHandle image = image_named(page, content.objects[0].name);
  if (!image.isStream()) return std::nullopt;
  const QPDFMatrix& m = content.objects[0].matrix;
  const Rectangle placed = m.transformRectangle({0, 0, 1, 1}), visible = visible_box(page);
  const int quarters = quarter_turns(page);
  const Direction along = turned_clockwise({m.a, -m.b}, quarters), down = turned_clockwise({-m.c, m.d}, quarters);
  const double inch = 72 / user_unit(page);
  const auto dict = image.getDict();
  if (covered(visible, placed) < mostly || along.length() <= 0 || down.length() <= 0) return std::nullopt;

  PageScan scan{image,
                orientation_of(along, down),
                side(dict, "/Width") / along.length() * inch,
                side(dict, "/Height") / down.length() * inch,
                is_grey(dict),
                false};
  const auto cuts = [&](const Rectangle& clip) { return covered(placed, clip) < uncut; };
  scan.alone = !content.paints_more && scan.orientation != 0 && covered(visible, placed) >= nearly_all &&
               !cuts(visible) && std::none_of(content.clips.begin(), content.clips.end(), cuts) &&
               !has_annotations(page);
  return scan;
}

}  // namespace carescan::intake
