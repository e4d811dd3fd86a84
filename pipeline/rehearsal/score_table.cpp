#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "pipeline/rehearsal/score.hpp"

namespace carescan::rehearsal {
namespace {

using Json = nlohmann::ordered_json;

std::string share(const Json& tally, const char* part) {
  const double total = tally.at("total").get<double>();
  return total > 0 ? fmt::format("{:.1f} %", 100 * tally.at(part).get<double>() / total) : "–";
}

std::string row(const std::string& name, const Json& tally) {
  if (tally.at("total") == 0) return {};
  return fmt::format("{:<22}{:>7}{:>10}{:>8}{:>12}{:>9}{:>12}{:>9}{:>10}\n", name, tally.at("total").get<long>(),
                     tally.at("right_accepted").get<long>(), tally.at("right_asked").get<long>(),
                     tally.at("wrong_asked").get<long>(), tally.at("silently_wrong").get<long>(),
                     tally.at("would_accept").get<long>(), tally.at("would_be_wrong").get<long>(),
                     share(tally, "right_accepted"));
}

std::string head() {
  return fmt::format("{:<22}{:>7}{:>10}{:>8}{:>12}{:>9}{:>12}{:>9}{:>10}\n", "", "fields", "accepted", "asked", "asked",
                     "silently", "would be", "of them", "accepted") +
         fmt::format("{:<22}{:>7}{:>10}{:>8}{:>12}{:>9}{:>12}{:>9}{:>10}\n", "", "", "right", "right", "wrong", "wrong",
                     "accepted", "wrong", "right");
}

}  // namespace

std::string score_table(const std::string& score_json) {
  const Json score = Json::parse(score_json);
  const Json &pages = score.at("pages"), &corners = score.at("corner_mm"), &skew = score.at("skew_deg");
  std::string table =
      fmt::format("{} documents, {} found · {} writers\n", score.at("documents").at("truth").get<long>(),
                  score.at("documents").at("found").get<long>(), score.at("writers").get<long>());
  table += fmt::format("{} pages: {} right, {} wrong, {} quarantined, {} not read\n", pages.at("truth").get<long>(),
                       pages.at("right").get<long>(), pages.at("wrong").get<long>(),
                       pages.at("quarantined").get<long>(), pages.at("missing").get<long>());
  table +=
      fmt::format("corners off by {:.2f} mm (half), {:.2f} mm (99 %), {:.2f} mm (all); skew by {:.3f}° on average\n\n",
                  corners.at("p50").get<double>(), corners.at("p99").get<double>(), corners.at("max").get<double>(),
                  skew.at("mean_abs").get<double>());
  table += head() + row("all", score.at("fields")) + row("inked", score.at("inked")) + row("blank", score.at("blank"));
  for (const auto& [kind, tallies] : score.at("by_kind").items()) table += row(kind + ", inked", tallies.at("inked"));
  for (const auto& [kind, tallies] : score.at("by_kind").items()) table += row(kind + ", blank", tallies.at("blank"));
  const Json& rows = score.at("tables");
  if (rows.at("by_table").size() > 0)
    table += fmt::format("{} rows of tables: {} found, {} lost, {} invented\n", rows.at("truth").get<long>(),
                         rows.at("found").get<long>(), rows.at("lost").get<long>(), rows.at("invented").get<long>());
  for (const auto& [kind, rate] : score.at("cer").items())
    table += fmt::format("characters wrong in {}: {:.1f} %\n", kind, 100 * rate.get<double>());
  return table;
}

}  // namespace carescan::rehearsal
