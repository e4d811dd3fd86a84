#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <vector>

#include "pipeline/batch/push.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "src/commands/read.hpp"
#include "src/exit_code.hpp"

namespace carescan::app {

/// `carescan merge OUT`: people, CSV, summary and report over all that OUT holds.
ExitCode merge(const std::filesystem::path& out, std::ostream& notes);

/// `carescan status OUT [--json]`: pages and documents by state, and whether they add up.
ExitCode status(const std::filesystem::path& out, Format, std::ostream& answer);

/// `carescan validate BUNDLE.json... [--json]`: prints findings, or with --json one OperationOutcome per file.
ExitCode validate(const std::vector<std::filesystem::path>& bundles, Format, std::ostream& answer, std::ostream& notes);

struct ScoreOptions {
  std::filesystem::path out, truth;
  Format format = Format::text;
  std::filesystem::path html;                    ///< page of what went wrong; empty: none
  std::vector<std::filesystem::path> templates;  ///< for the page: where on a form its fields are
  intake::IntakeOptions intake;
};

/// `carescan score OUT --truth DIR [--json] [--html FILE]`.
ExitCode score(const ScoreOptions&, std::ostream& answer);

/// `carescan verify OUT [--head HASH]`: the chain of decisions, and every document against its reading and its
/// corrections; exit 3 where something does not hold.
ExitCode verify(const std::filesystem::path& out, const std::vector<std::filesystem::path>& templates,
                const std::string& head, std::ostream& answer, std::ostream& notes);

/// `carescan certify OUT [--target T] [--json]`: what the audit shows of the fields that nobody had to look at. A look
/// is noted in OUT/audit.json; where the whole sample was looked at and the target does not hold, a tightened policy is
/// written for the next run. Exit 3 where the target is not shown.
ExitCode certify(const std::filesystem::path& out, std::optional<double> target, Format, std::ostream& answer,
                 std::ostream& notes);

/// `carescan forget OUT --document ID`: removes the document, keeps the proof, and makes CSV, report and people anew.
ExitCode forget(const std::filesystem::path& out, const std::string& id, std::ostream& notes);

enum class ExportFormat { csv, ndjson, summary };

/// `carescan export OUT --format csv|ndjson|summary --to FILE|DIR`: what a run holds, for other systems.
ExitCode export_run(const std::filesystem::path& out, ExportFormat, const std::filesystem::path& to,
                    std::ostream& notes);

/// `carescan push OUT --to BASE_URL`: posts what is ready to a FHIR server; exit 3 when something was held back.
ExitCode push(const std::filesystem::path& out, const batch::PushOptions&, std::ostream& answer, std::ostream& notes);

}  // namespace carescan::app
