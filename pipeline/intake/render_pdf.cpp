#include "pipeline/intake/render_pdf.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <optional>

#include "pipeline/intake/child.hpp"
#include "pipeline/intake/decode.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

/// Exit codes of carescan-pdf (src/pdf_render/main.cpp).
enum RendererExit { done = 0, locked = 11, no_such_page = 12, too_large = 13 };

/// The next number of a PNM header; nullopt where there is none.
std::optional<int> next_number(std::string_view& rest) {
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\n')) rest.remove_prefix(1);
  int value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (error != std::errc{}) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return value;
}

/// A binary PGM or PPM of 8 bits, as the renderer writes it (netpbm's formats P5 and P6).
std::optional<Raster> parse_pnm(std::string_view bytes) {
  if (!bytes.starts_with("P5") && !bytes.starts_with("P6")) return std::nullopt;
  const int channels = bytes[1] == '5' ? 1 : 3;
  bytes.remove_prefix(2);
  const auto width = next_number(bytes), height = next_number(bytes), top = next_number(bytes);
  if (!width || !height || top != 255 || bytes.empty()) return std::nullopt;
  bytes.remove_prefix(1);
  Raster out = make_raster(*width, *height, channels);
  if (bytes.size() != out.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), out.pixels.begin());
  return out;
}

Failure failure_of(const ChildEnd& end, const RenderOrder& order, const IntakeOptions& options) {
  const std::string page = fmt::format("page {}", order.page), again = "save or scan it again";
  const bool over_time = end.how == ChildEnd::How::timed_out ||
                         (end.how == ChildEnd::How::killed_by_signal && (end.code == SIGXCPU || end.code == SIGKILL));
  if (end.how == ChildEnd::How::not_started || (end.how == ChildEnd::How::exited && end.code == 127))
    return {"pdf-renderer-missing", order.name, page + " has to be rendered, and carescan-pdf could not be started",
            "install carescan-pdf beside carescan"};
  if (over_time)
    return {"pdf-render-timeout", order.name,
            fmt::format("{} took longer than {} s to render", page, options.render_seconds), again};
  if (end.how == ChildEnd::How::exited && end.code == locked)
    return {"pdf-encrypted", order.name, "it opens only with a password", "save it without a password"};
  if (end.how == ChildEnd::How::wrote_too_much || (end.how == ChildEnd::How::exited && end.code == too_large))
    return {
        "image-too-large", order.name,
        fmt::format("{} has more than {} million pixels at {} dpi", page, options.max_pixels / 1'000'000, order.dpi),
        "print it to a smaller page size"};
  return {"pdf-page-broken", order.name, page + " could not be rendered whole", again};
}

}  // namespace

Raster render_pdf_page(const RenderOrder& order, const IntakeOptions& options) {
  const std::vector<std::string> arguments{"render",
                                           order.file.string(),
                                           std::to_string(order.page),
                                           std::to_string(order.dpi),
                                           order.grey ? "grey" : "colour",
                                           std::to_string(options.max_pixels)};
  const auto max_bytes = static_cast<std::size_t>(options.max_pixels) * (order.grey ? 1 : 3) + 64;
  const ChildEnd end =
      run_child(options.pdf_renderer, arguments, std::chrono::seconds(options.render_seconds), max_bytes);
  if (end.how == ChildEnd::How::exited && end.code == done)
    if (auto page = parse_pnm(end.output)) {
      refuse_too_large(page->width, page->height, {options.max_pixels, order.name});
      return std::move(*page);
    }
  throw failure_of(end, order, options);
}

}  // namespace carescan::intake
