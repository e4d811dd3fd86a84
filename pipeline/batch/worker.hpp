#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "pipeline/batch/read_document.hpp"

namespace carescan::batch {

/// What a worker has to know to set up its desk; crosses the pipe as one line of JSON.
struct DeskSetup {
  OutFolder out;
  std::vector<std::filesystem::path> templates;
  std::filesystem::path policy;    ///< empty: the policy carescan ships with
  std::filesystem::path provider;  ///< empty: none
  std::filesystem::path pdf_renderer;
  std::filesystem::path trace;                     ///< empty: none
  std::vector<std::filesystem::path> inputs = {};  ///< what the run was given to read; workers can read nothing else
  fhir::BundleKind bundle = fhir::BundleKind::transaction;
  std::string tool_version;
};

/// The desk of a run: forms, policy, provider; blanks must have been staged. Throws Failure.
Desk set_up(const DeskSetup&);

/// SHA-256 over everything but the templates that a reading depends on: tool, engines, policy, provider, bundle kind.
std::string hash_of(const DeskSetup&, const records::Policy&);

/// A source's worker-side result, or what stopped the whole worker; the lines a worker writes.
namespace wire {
std::string setup(const DeskSetup&);
std::string job(const Job&);
DeskSetup setup_from(const std::string& line);
Job job_from(const std::string& line);
}  // namespace wire

/// The loop of a worker process (`carescan worker`): first line of `in` is the setup, then one job a line. Answers
/// `{"page":n,"of":N}` after each page and `{"done":true,…}` after each source; `{"failure":{…}}` when the disk or
/// the setup fails, `{"bug":"…"}` when something is wrong with us; both end the worker. Returns when `in` ends.
/// Failures of pages and files are in the ledger.
void work(std::istream& in, std::ostream& out);

}  // namespace carescan::batch
