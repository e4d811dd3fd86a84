#include <chrono>

#include "pipeline/intake/child.hpp"
#include "pipeline/intake/render_pdf.hpp"
#include "tests/unit/intake/intake_support.hpp"

using namespace intake_tests;
using carescan::intake::ChildEnd;
using carescan::intake::run_child;

namespace {

constexpr auto ten_seconds = std::chrono::seconds(10);

ChildEnd renderer(const std::vector<std::string>& arguments) {
  return run_child(options().pdf_renderer, arguments, ten_seconds, 1U << 28);
}

/// Dark pixels of a box in points from the page's lower left corner, of a page rendered at 72 dpi.
int ink(const Raster& r, int left, int bottom, int right, int top) {
  int dark = 0;
  for (int y = r.height - top; y < r.height - bottom; ++y)
    for (int x = left; x < right; ++x)
      dark += r.pixels[static_cast<std::size_t>((y * r.width + x) * r.channels)] < 128 ? 1 : 0;
  return dark;
}

std::string vector_pdf(const std::string& content, const std::string& page = "/MediaBox [0 0 200 300]") {
  return one_page_pdf(page, content, grey_image(marked_page(8, 8)));
}

/// A text field whose value no appearance stream shows.
std::string form_pdf(const std::string& value) {
  const std::string field = "6 0 R";
  return pdf_of(
      {"<</Type /Catalog /Pages 2 0 R /AcroForm <</Fields [6 0 R] /NeedAppearances true /DA (/Helv 12 Tf 0 g) "
       "/DR <</Font <</Helv 5 0 R>> >> >> >>",
       "<</Type /Pages /Kids [3 0 R] /Count 1>>",
       "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R /Annots [6 0 R]>>", stream("", ""),
       "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
       "<</Type /Annot /Subtype /Widget /FT /Tx /T (name) /Rect [20 200 180 220] /F 4 /P 3 0 R "
       "/DA (/Helv 12 Tf 0 g) /V (" +
           value + ")>>"});
}

IntakeOptions at_72_dpi() {
  IntakeOptions o = options();
  o.render_dpi = 72;
  return o;
}

}  // namespace

TEST_CASE("vector drawing and text are rendered at the wanted resolution") {
  const Folder folder;
  const auto file = folder.write("x.pdf", vector_pdf("20 20 60 40 re f BT /F1 24 Tf 20 200 Td (Words) Tj ET"));
  const PageImage page = first_page(file, at_72_dpi());
  CHECK(page.raster.width == 200);
  CHECK(page.raster.height == 300);
  CHECK(page.raster.channels == 3);
  CHECK(ink(page.raster, 20, 20, 80, 60) == 60 * 40);
  CHECK(ink(page.raster, 20, 195, 120, 225) > 150);
  CHECK(ink(page.raster, 100, 20, 200, 180) == 0);
  const PageImage fine = first_page(file);
  CHECK(fine.raster.width == 833);
  CHECK(fine.dpi == 300);
}

TEST_CASE("the values of form fields are on the page") {
  const Folder folder;
  const Raster filled = first_page(folder.write("f.pdf", form_pdf("Ada Example")), at_72_dpi()).raster;
  const Raster empty = first_page(folder.write("e.pdf", form_pdf("")), at_72_dpi()).raster;
  CHECK(ink(filled, 20, 200, 180, 220) > ink(empty, 20, 200, 180, 220) + 100);
}

TEST_CASE("form fields over a scan are drawn and not lost with the embedded image") {
  const Folder folder;
  const Raster white = carescan::make_raster(200, 300);
  const auto pdf = [&](const std::string& annotation) {
    return one_page_pdf("/MediaBox [0 0 200 300] /Annots [6 0 R]", "q 200 0 0 300 0 0 cm /Im0 Do Q", grey_image(white),
                        {annotation, stream("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", "0 0 100 20 re f")});
  };
  const auto file =
      folder.write("x.pdf", pdf("<</Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [20 200 120 220] /F 4 "
                                "/AP <</N 7 0 R>> >>"));
  const PageImage page = first_page(file, at_72_dpi());
  const auto scale = static_cast<int>(page.dpi / 72 * 100);  // an own resolution of 72 dpi is rendered at 100
  CHECK(ink(page.raster, 20 * scale / 100 + 3, 200 * scale / 100 + 3, 120 * scale / 100 - 3, 220 * scale / 100 - 3) >
        1500);
}

TEST_CASE("blanks of templates load as grey rasters") {
  const Folder folder;
  const auto file = folder.write("blank.pdf", vector_pdf("1 0 0 rg 20 20 60 40 re f"));
  const auto pages = carescan::intake::load_pages(file, at_72_dpi());
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].channels == 1);
  CHECK(std::abs(pages[0].pixels[static_cast<std::size_t>(260 * 200 + 50)] - 76) < 4);  // the luma of red
}

TEST_CASE("a page larger than the limit is refused before it is drawn") {
  const Folder folder;
  const auto file = folder.write("x.pdf", vector_pdf("20 20 60 40 re f", "/MediaBox [0 0 14400 14400]"));
  const auto begin = std::chrono::steady_clock::now();
  CHECK(failure_of(file) == "image-too-large");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(3));
}

TEST_CASE("the renderer missing is told apart from a page that is broken") {
  const Folder folder;
  const auto file = folder.write("x.pdf", vector_pdf("20 20 60 40 re f"));
  IntakeOptions o = options();
  o.pdf_renderer = folder / "no-such-program";
  CHECK(failure_of(file, o) == "pdf-renderer-missing");
}

TEST_CASE("a page that takes too long costs its time and no more") {
  const Folder folder;
  std::string content;  // a tiling pattern of very many tiny cells, drawn very often
  for (int i = 0; i < 400000; ++i)
    content += "0 0 200 300 re 10 10 180 280 re f* 0 0 m 200 300 l 3 3 90 90 100 3 c S\n";
  const auto file = folder.write("x.pdf", vector_pdf(content));
  IntakeOptions o = options();
  o.render_dpi = 1200;
  o.render_seconds = 1;
  const auto begin = std::chrono::steady_clock::now();
  CHECK(failure_of(file, o) == "pdf-render-timeout");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("a damaged picture inside a rendered page is no white page") {
  const Folder folder;
  const auto image = [](const std::string& filter, const std::string& bytes) {
    return stream(
        "/Type /XObject /Subtype /Image /Width 200 /Height 300 /BitsPerComponent 1 /ColorSpace /DeviceGray "
        "/Filter " +
            filter,
        bytes);
  };
  for (const char* filter : {"/JBIG2Decode", "/JPXDecode"}) {
    CAPTURE(filter);
    const auto file = folder.write("x.pdf", one_page_pdf("/MediaBox [0 0 200 300]", "q 200 0 0 300 0 0 cm /Im0 Do Q",
                                                         image(filter, std::string(300, '\x5A'))));
    CHECK(failure_of(file) == "pdf-page-broken");
  }
}

TEST_CASE("the renderer has an exit code for each way it can end") {
  const Folder folder;
  const std::string good = folder.write("x.pdf", vector_pdf("20 20 60 40 re f")).string();
  const std::string bad = folder.write("bad.pdf", "no pdf at all").string();
  CHECK(renderer({"render", good, "1", "72", "grey", "1000000"}).code == 0);
  CHECK(renderer({"render", good, "1", "72", "colour", "1000000"}).output.starts_with("P6\n200 300\n255\n"));
  CHECK(renderer({}).code == 2);
  CHECK(renderer({"render", good, "1", "72", "pink", "1000000"}).code == 2);
  CHECK(renderer({"render", good, "0", "72", "grey", "1000000"}).code == 2);
  CHECK(renderer({"render", good, "1", "72dpi", "grey", "1000000"}).code == 2);
  CHECK(renderer({"render", bad, "1", "72", "grey", "1000000"}).code == 10);
  CHECK(renderer({"render", good, "2", "72", "grey", "1000000"}).code == 12);
  CHECK(renderer({"render", good, "1", "72", "grey", "100"}).code == 13);
  CHECK(renderer({"render", bad, "1", "72", "grey", "1000000"}).output.empty());
}

TEST_CASE("a child program is stopped when it is over time or writes too much") {
  const auto begin = std::chrono::steady_clock::now();
  CHECK(run_child("/bin/sleep", {"20"}, std::chrono::milliseconds(200), 100).how == ChildEnd::How::timed_out);
  CHECK(run_child("/bin/cat", {"/dev/zero"}, ten_seconds, 1000).how == ChildEnd::How::wrote_too_much);
  CHECK(run_child("/nowhere/program", {}, ten_seconds, 1000).how == ChildEnd::How::not_started);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("a child program sees no environment and no input and its arguments meet no shell") {
  const ChildEnd env = run_child("/usr/bin/env", {}, ten_seconds, 1000);
  CHECK(env.how == ChildEnd::How::exited);
  CHECK(env.output == "LC_ALL=C.UTF-8\n");
  CHECK(run_child("/bin/cat", {}, ten_seconds, 1000).output.empty());
  CHECK(run_child("/bin/echo", {"$(id) ; *"}, ten_seconds, 1000).output == "$(id) ; *\n");
  CHECK(run_child("/bin/sh", {"-c", "kill -9 $$"}, ten_seconds, 1000).how == ChildEnd::How::killed_by_signal);
}
