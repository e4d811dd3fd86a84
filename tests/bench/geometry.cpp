// Where pages lie, measured: intake, straighten, identify (printed codes included) and register, and nothing after. One
// JSON object a line on standard output, one line a page; scripts/bench/geometry-table makes the table of them.
//   geometry_bench SCANS [--templates DIR]... [--part K/N] [--peers] [--trace DIR]
// SCANS: a folder of scans with their *.truth.json (carescan synth), or of any paper. --part: every N-th source from
// the K-th (1 ≤ K ≤ N), so that N processes share a folder. --peers: the skew that other methods find.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/folder_trace.hpp"
#include "pipeline/batch/identify_page.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/bench/catalogue_of.hpp"
#include "tests/bench/measure_page.hpp"
#include "tests/bench/peers.hpp"

namespace {

using namespace carescan;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
  fs::path scans, trace;
  std::vector<fs::path> templates;
  std::size_t part = 1, parts = 1;
  bool peers = false;
};

/// Processor time of this process and of the renderers it waited for, user mode, ms.
double user_ms() {
  double ms = 0;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    getrusage(who, &used);
    ms += static_cast<double>(used.ru_utime.tv_sec) * 1e3 + static_cast<double>(used.ru_utime.tv_usec) / 1e3;
  }
  return ms;
}

/// Runs `step` and adds the time it took to `line` under `name`.
template <class Step>
auto timed(Json& line, const char* name, Step step) {
  const double before = user_ms();
  auto result = step();
  line["cpu_ms"][name] = user_ms() - before;
  return result;
}

Json page_line(const intake::PageStream& pages, int number, const batch::Catalogue& catalogue,
               const bench::TruePage* truth, const Options& options) {
  Json line;
  const PageImage image = timed(line, "decode", [&] { return pages.read(number); });
  line["size_px"] = {image.raster.width, image.raster.height};
  line["dpi"] = image.dpi;
  bench::PageFound found;
  found.page = timed(line, "straighten", [&] { return imaging::straighten(image); });
  if (options.peers && !found.page.blank) line["peers"] = bench::peer_skews(found.page, truth ? truth->turn_deg : 0);
  if (!found.page.blank) {
    batch::FolderTrace trace(options.trace, fmt::format("{}-p{}", image.source.sha256.substr(0, 12), number));
    imaging::RegisterOptions how;
    how.trace = trace.wanted() ? &trace : nullptr;
    found.who = timed(line, "identify", [&] { return batch::identify_page(found.page, catalogue, how).who; });
  }
  line.update(bench::measured(std::move(found), catalogue, truth));
  return line;
}

void measure_source(const intake::Source& source, const bench::TruePages& truths, const batch::Catalogue& catalogue,
                    const intake::IntakeOptions& intake, const Options& options) {
  const intake::PageStream pages(source, intake::sha256_of(source), intake);
  for (int number = 1; number <= pages.size(); ++number) {
    const auto truth = truths.find({source.name, number});
    Json line{{"file", source.name}, {"source_page", number}};
    try {
      line.update(page_line(pages, number, catalogue, truth == truths.end() ? nullptr : &truth->second, options));
    } catch (const Failure& failure) {
      line["reason"] = failure.code;
    }
    std::cout << line.dump() << std::endl;
  }
}

Options options_of(const std::vector<std::string>& words) {
  Options options;
  options.scans = words.at(0);
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "--templates") {
      options.templates.emplace_back(words.at(++i));
    } else if (words[i] == "--trace") {
      options.trace = words.at(++i);
    } else if (words[i] == "--peers") {
      options.peers = true;
    } else if (words[i] == "--part") {
      const std::string part = words.at(++i);
      options.part = std::stoul(part);
      options.parts = std::stoul(part.substr(part.find('/') + 1));
    } else {
      throw std::invalid_argument(words[i]);
    }
  }
  if (!fs::is_directory(options.scans)) throw std::invalid_argument("no such folder");
  if (options.templates.empty()) options.templates.emplace_back(fs::path(CARESCAN_SOURCE_DIR) / "templates");
  if (options.part < 1 || options.part > options.parts) throw std::invalid_argument("--part");
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  try {
    options = options_of({arguments + 1, arguments + count});
  } catch (const std::exception&) {
    std::cerr << "usage, SCANS being a folder: geometry_bench SCANS [--templates DIR]... [--part K/N] [--peers] "
                 "[--trace DIR]\n";
    return 2;
  }
  try {
    const intake::IntakeOptions intake = bench::intake_here();
    const batch::Catalogue catalogue = bench::catalogue_of(options.templates, intake);
    const bench::TruePages truths = bench::read_true_pages(options.scans);
    const std::vector<intake::Source> sources = intake::find_sources({options.scans});
    for (std::size_t i = options.part - 1; i < sources.size(); i += options.parts) try {
        measure_source(sources[i], truths, catalogue, intake, options);
      } catch (const Failure& failure) {
        std::cout << Json{{"file", sources[i].name}, {"source_page", 0}, {"reason", failure.code}}.dump() << std::endl;
      }
    return 0;
  } catch (const Failure& failure) {
    std::cerr << fmt::format("{}: {}: {} ({})\n", failure.code, failure.path, failure.why, failure.hint);
    return 4;
  }
}
