#include "pipeline/batch/worker.hpp"

#include <fmt/format.h>
#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "pipeline/imaging/become_worker.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/hex.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/sandbox/sandbox.hpp"

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// A worker may not take more address space than this: a bomb costs one page, not the machine.
constexpr rlim_t max_address_space = rlim_t{12} << 30;

/// What links in a folder lead to, and in those `below` it: a form may share another's word lists, a folder may hold links
/// to scans. A folder that may not be opened, or is gone, holds nothing that will be read.
void add_links(std::vector<fs::path>& paths, const fs::path& folder, bool below) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.is_symlink(ignored)) paths.push_back(entry.path());
    else if (below && entry.is_directory(ignored)) add_links(paths, entry.path(), below);
  }
}

void add_with_links(std::vector<fs::path>& paths, const fs::path& path) {
  paths.push_back(path);
  add_links(paths, path, true);
}

/// The inputs, OUT, the forms with their word lists, and carescan-pdf: all that a worker needs, and all that somebody
/// who took it over with a hostile file could reach. No network.
sandbox::Reach reach_of(const DeskSetup& setup) {
  sandbox::Reach reach{{}, {setup.out.root, setup.trace}, {setup.pdf_renderer}};
  for (const fs::path& input : setup.inputs) add_with_links(reach.read, input);
  for (const fs::path& folder : setup.templates)
    for (const fs::path& near : {folder, folder / "../lexicons", folder / "../../lexicons"})
      add_with_links(reach.read, near);
  reach.read.insert(reach.read.end(), {setup.policy, setup.provider});
  add_links(reach.read, setup.out.staging(), false);  // prints that were prepared earlier; below, others are at work
  return reach;
}

void say(std::ostream& out, const Json& line) {
  out << line.dump() << std::endl;
}

Json tally_json(const SourceTally& tally) {
  return {
      {"done", true}, {"accepted", tally.accepted}, {"asked", tally.asked}, {"invalid_bundles", tally.invalid_bundles}};
}

std::optional<fhir::Provider> provider_of(const DeskSetup& setup) {
  if (setup.provider.empty()) return std::nullopt;
  return fhir::load_provider(read_file(setup.provider), setup.provider.string());
}

records::Policy policy_of(const DeskSetup& setup) {
  return setup.policy.empty() ? records::default_policy() : records::load_policy(setup.policy);
}

/// A path's bytes as hex: names on disk need not be UTF-8, JSON must be.
std::string to_hex(const fs::path& path) {
  return hex(path.native());
}

fs::path from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

std::vector<std::string> strings(const std::vector<fs::path>& paths) {
  std::vector<std::string> out;
  for (const fs::path& p : paths) out.push_back(to_hex(p));
  return out;
}

}  // namespace

namespace wire {

std::string setup(const DeskSetup& s) {
  return Json{{"out", to_hex(s.out.root)},         {"run", s.out.run_name},
              {"templates", strings(s.templates)}, {"policy", to_hex(s.policy)},
              {"provider", to_hex(s.provider)},    {"pdf_renderer", to_hex(s.pdf_renderer)},
              {"trace", to_hex(s.trace)},          {"bundle", static_cast<int>(s.bundle)},
              {"tool_version", s.tool_version},    {"inputs", strings(s.inputs)}}
      .dump();
}

DeskSetup setup_from(const std::string& line) {
  const Json j = Json::parse(line);
  DeskSetup s;
  s.out = {from_hex(j.at("out")), j.at("run").get<std::string>()};
  for (const Json& t : j.at("templates")) s.templates.push_back(from_hex(t));
  s.policy = from_hex(j.at("policy"));
  s.provider = from_hex(j.at("provider"));
  s.pdf_renderer = from_hex(j.at("pdf_renderer"));
  s.trace = from_hex(j.at("trace"));
  s.bundle = static_cast<fhir::BundleKind>(j.at("bundle").get<int>());
  s.tool_version = j.at("tool_version");
  for (const Json& input : j.at("inputs")) s.inputs.push_back(from_hex(input));
  return s;
}

std::string job(const Job& job) {
  Json lost = Json::array();
  for (const auto& [page, code] : job.lost) lost.push_back({page, code});
  return Json{{"name", job.source.name}, {"files", strings(job.source.files)}, {"sha256", job.sha256},
              {"copies", job.copies},    {"first_seen", job.first_seen},       {"lost", lost}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

Job job_from(const std::string& line) {
  const Json j = Json::parse(line);
  Job job;
  job.source.name = j.at("name");
  for (const Json& file : j.at("files")) job.source.files.push_back(from_hex(file));
  job.sha256 = j.at("sha256");
  job.copies = j.at("copies").get<std::vector<std::string>>();
  job.first_seen = j.at("first_seen");
  for (const Json& page : j.at("lost")) job.lost.emplace(page.at(0).get<int>(), page.at(1).get<std::string>());
  return job;
}

}  // namespace wire

std::string hash_of(const DeskSetup& setup, const records::Policy& policy) {
  std::string all = setup.tool_version + "|" + policy.sha256 + "|" + std::to_string(static_cast<int>(setup.bundle));
  for (const std::string& engine : reading::engine_versions()) all += "|" + engine;
  if (!setup.provider.empty()) all += "|" + records::sha256_of_file(setup.provider);
  return records::sha256_hex(all);
}

Desk set_up(const DeskSetup& setup) {
  Desk desk{setup.out, {}, policy_of(setup), {}, {}, {}, setup.trace};
  desk.catalogue = open_catalogue(desk.out, load_forms(setup.templates));
  desk.intake.pdf_renderer = setup.pdf_renderer;
  desk.bundle.kind = setup.bundle;
  desk.bundle.provider = provider_of(setup);
  desk.bundle.tool_version = setup.tool_version;
  desk.made_by = hash_of(setup, desk.policy);
  return desk;
}

void work(std::istream& in, std::ostream& out) {
  sandbox::limit({.address_space = max_address_space});
  imaging::become_worker();
  std::string line;
  if (!std::getline(in, line)) return;
  try {
    const DeskSetup setup = wire::setup_from(line);
    sandbox::confine(reach_of(setup));
    const Desk desk = set_up(setup);
    reading::Engines engines = reading::load_engines();
    while (std::getline(in, line))
      say(out, tally_json(read_document(wire::job_from(line), desk, engines, [&](int page, int of) {
            say(out, {{"page", page}, {"of", of}});
          })));
  } catch (const Failure& f) {
    say(out, {{"failure", {{"code", f.code}, {"path", f.path}, {"why", f.why}, {"hint", f.hint}}}});
  } catch (const std::exception& error) {
    say(out, {{"bug", error.what()}});
  }
}

}  // namespace carescan::batch
