#include "pipeline/batch/identify_page.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "pipeline/batch/page_code.hpp"
#include "pipeline/imaging/codes.hpp"

using namespace carescan;
using namespace carescan::batch;

namespace {

constexpr double dpi = 200, px_per_mm = dpi / mm_per_inch;
constexpr PointMm code_place{178, 268};

void fill(Raster& page, int left, int top, int width, int height, std::uint8_t grey) {
  for (int y = top; y < top + height; ++y)
    for (int x = left; x < left + width; ++x)
      page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) + static_cast<std::size_t>(x)] =
          grey;
}

/// A page of made-up printing: marks as large as letters in lines, others for each seed.
Raster printing(unsigned seed) {
  std::mt19937 random(seed);
  const auto upto = [&](unsigned n) { return static_cast<int>(random() % n); };
  Raster page = make_raster(1654, 2339);
  for (int line = 120; line < 2000; line += 70)
    for (int x = 120 + upto(60); x < 1500; x += 22 + upto(40)) {
      fill(page, x, line + upto(6), 4 + upto(12), 4 + upto(22), 0);
      fill(page, x + 2, line + upto(20), 8 + upto(10), 4, 0);
    }
  return page;
}

/// A QR code with modules of 0.5 mm (4 px) and a quiet zone.
void paint_code(Raster& page, PointMm at, const std::string& text) {
  constexpr int module = 4;
  const Raster code = imaging::draw_code(text, imaging::CodeFormat::qr);
  const int left = static_cast<int>(at.x * px_per_mm), top = static_cast<int>(at.y * px_per_mm);
  fill(page, left - 3 * module, top - 3 * module, (code.width + 6) * module, (code.height + 6) * module, 255);
  for (int y = 0; y < code.height; ++y)
    for (int x = 0; x < code.width; ++x)
      if (code.pixels[static_cast<std::size_t>(y * code.width + x)] == 0)
        fill(page, left + x * module, top + y * module, module, module, 0);
}

Raster coded(Raster page, const std::string& text) {
  if (!text.empty()) paint_code(page, code_place, text);
  return page;
}

/// Page 0 prints form "tea", page 1 another form with another code, pages 2 and 3 the same printing with two codes.
const Catalogue& catalogue() {
  static const Catalogue all = [] {
    Catalogue c;
    std::vector<imaging::PagePrint> prints;
    for (const auto& [seed, code] : {std::pair{1U, "carescan:tea:1.0:1"}, std::pair{2U, "carescan:falls:1.0:1"},
                                     std::pair{3U, "carescan:twin:1.0:1"}, std::pair{3U, "carescan:twin:1.1:1"}}) {
      prints.push_back(imaging::prepare_print(coded(printing(seed), code), {1, 210, 297, code}, {}));
      c.pages.push_back({c.pages.size(), 1, code});
    }
    c.prints = std::move(prints);
    return c;
  }();
  return all;
}

/// Three of five rows left: a fax whose file does not say that its pixels are oblong.
Raster squeezed(const Raster& page) {
  Raster out = make_raster(page.width, page.height * 3 / 5);
  for (int y = 0; y < out.height; ++y)
    std::copy_n(page.pixels.begin() + static_cast<std::ptrdiff_t>(y * 5 / 3) * page.width, page.width,
                out.pixels.begin() + static_cast<std::ptrdiff_t>(y) * page.width);
  return out;
}

PageIdentity identified(Raster page) {
  // A scanner's picture is never exactly the print.
  std::mt19937 random(9);
  for (std::uint8_t& grey : page.pixels)
    grey = static_cast<std::uint8_t>(std::clamp(static_cast<int>(grey) + static_cast<int>(random() % 21) - 12, 0, 255));
  return identify_page(imaging::straighten({std::move(page), dpi, {}}), catalogue(), {});
}

void check_is(const PageIdentity& id, int print) {
  CAPTURE(id.who.reason);
  REQUIRE(id.who.accepted.has_value());
  CHECK(id.who.accepted->print == print);
  CHECK(id.who.reason.empty());
  CHECK_FALSE(id.separator);
}

void check_refused(const PageIdentity& id, const std::string& reason, const std::string& code) {
  CHECK_FALSE(id.who.accepted.has_value());
  CHECK(id.who.reason == reason);
  CHECK(id.code == code);
  CHECK(id.instance.empty());
  CHECK_FALSE(id.separator);
}

}  // namespace

TEST_CASE("identify_page: the code confirms the printing and tells the instance") {
  const PageIdentity plain = identified(coded(printing(1), "carescan:tea:1.0:1"));
  check_is(plain, 0);
  CHECK(plain.instance.empty());
  const PageIdentity numbered = identified(coded(printing(1), "carescan:tea:1.0:1:0042"));
  check_is(numbered, 0);
  CHECK(numbered.instance == "0042");
}

TEST_CASE("identify_page: where the code is gone or somebody else's the printing stands alone") {
  check_is(identified(printing(1)), 0);
  const PageIdentity pasted = identified(coded(printing(1), "9434765919"));
  check_is(pasted, 0);
  CHECK(pasted.code.empty());
  Raster torn = coded(printing(1), "carescan:tea:1.0:1");
  fill(torn, 1440, 2100, 200, 239, 255);
  check_is(identified(torn), 0);
}

TEST_CASE("identify_page: a code that names another form than the printing is not read") {
  check_refused(identified(coded(printing(1), "carescan:falls:1.0:1")), "code-disagrees", "carescan:falls:1.0:1");
}

TEST_CASE("identify_page: a version that the catalogue lacks is not read as the one it has") {
  check_refused(identified(coded(printing(1), "carescan:tea:1.1:1:77")), "code-disagrees", "carescan:tea:1.1:1");
}

TEST_CASE("identify_page: of two forms that print alike the code says which") {
  check_is(identified(coded(printing(3), "carescan:twin:1.0:1")), 2);
  const PageIdentity second = identified(coded(printing(3), "carescan:twin:1.1:1:5"));
  check_is(second, 3);
  CHECK(second.instance == "5");
}

TEST_CASE("identify_page: twins without a code or with two stay a question") {
  check_refused(identified(printing(3)), "two-forms-alike", "");
  Raster both = coded(printing(3), "carescan:twin:1.0:1");
  paint_code(both, {30, 268}, "carescan:twin:1.1:1");
  const PageIdentity id = identified(both);
  CHECK_FALSE(id.who.accepted.has_value());
  CHECK(id.who.reason == "two-forms-alike");
}

TEST_CASE("identify_page: where features agree on nothing the code says where to look for the printing") {
  check_is(identified(squeezed(coded(printing(1), "carescan:tea:1.0:1"))), 0);
  check_refused(identified(squeezed(printing(1))), "no-form-matches", "");
  check_refused(identified(squeezed(coded(printing(2), "carescan:tea:1.0:1"))), "no-form-matches",
                "carescan:tea:1.0:1");
}

TEST_CASE("identify_page: a code alone makes no page of a form") {
  check_refused(identified(coded(printing(8), "carescan:tea:1.0:1")), "no-form-matches", "carescan:tea:1.0:1");
}

TEST_CASE("identify_page: of a form that nobody knows only our own code is told and no instance") {
  check_refused(identified(coded(printing(8), "carescan:bath:2.0:3:Ada")), "no-form-matches", "carescan:bath:2.0:3");
  check_refused(identified(coded(printing(8), "Ada Lovelace, 9434765919")), "no-form-matches", "");
}

TEST_CASE("identify_page: a separator sheet has its code twice at least and no form on it") {
  Raster sheet = make_raster(1654, 2339);
  paint_code(sheet, {20, 20}, separator_code);
  const PageIdentity sticker = identified(sheet);
  CHECK_FALSE(sticker.separator);
  CHECK(sticker.code == "carescan:separator");
  paint_code(sheet, {150, 240}, separator_code);
  CHECK(identified(sheet).separator);

  Raster form = coded(printing(1), "carescan:tea:1.0:1");
  paint_code(form, {20, 268}, separator_code);
  paint_code(form, {60, 268}, separator_code);
  check_is(identified(form), 0);
}

TEST_CASE("identify_page: separator codes on a sheet with a form's code are no separator") {
  Raster sheet = printing(8);
  paint_code(sheet, {20, 268}, separator_code);
  paint_code(sheet, {60, 268}, separator_code);
  paint_code(sheet, {110, 268}, "carescan:tea:1.0:1");
  CHECK_FALSE(identified(sheet).separator);
}
