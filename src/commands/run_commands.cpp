#include "src/commands/run_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <set>

#include "pipeline/batch/audit.hpp"
#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/export.hpp"
#include "pipeline/batch/forget.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/fhir/validate.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/score.hpp"
#include "pipeline/rehearsal/wrong_fields.hpp"
#include "pipeline/review/verify.hpp"
#include "src/commands/save_file.hpp"
#include "src/commands/template_test_page.hpp"
#include "src/commands/words.hpp"
#include "src/this_run.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

ExitCode exit_code(const batch::Summary& s) {
  if (s.pages.failed > 0) return ExitCode::some_failed;
  return s.needs_person() || !s.balances() ? ExitCode::needs_person : ExitCode::done;
}

std::string status_text(const batch::Summary& s) {
  const batch::Balance& p = s.pages;
  return fmt::format(
      "files      {:6}  ({} failed, {} duplicates, {} unfinished)\n"
      "pages in   {:6}\n"
      "  in a document {:6}\n  blank         {:6}\n  separator     {:6}\n  duplicate     {:6}\n  quarantined   {:6}  "
      "({} set aside by a person)\n  "
      "failed        {:6}\n"
      "balance    {}\n"
      "documents  {:6}  ({} with questions, {} with an invalid bundle)\n"
      "fields     {:6} accepted, {} asked, {} reviewed\n",
      s.sources, s.failed_sources, s.copies, s.unfinished_sources, p.in, p.in_document, p.blank, p.separator,
      p.duplicate, p.quarantined, s.set_aside, p.failed,
      s.balances() ? "true" : "FALSE: run the same read command again", s.documents, s.documents_with_questions,
      s.invalid_bundles, s.fields.accepted, s.fields.asked, s.fields.reviewed);
}

std::string read_bundle(const fs::path& file) {
  if (fs::is_directory(file))
    throw Failure{"file-unreadable", file.string(), "this is a folder", "name bundles: OUT/documents/*/bundle.json"};
  return batch::read_file(file);
}

std::string findings_text(const fs::path& file, const std::vector<fhir::Finding>& findings) {
  std::string text;
  for (const fhir::Finding& f : findings)
    text += fmt::format("{}: {}: {}: {}\n", file.string(), f.severity, f.expression, f.message);
  return text + fmt::format("{}: {}\n", file.string(), fhir::has_error(findings) ? "has errors" : "valid");
}

}  // namespace

ExitCode merge(const fs::path& out, std::ostream& notes) {
  const batch::Summary summary = batch::merge({out, run_name()});
  notes << status_text(summary);
  return exit_code(summary);
}

ExitCode status(const fs::path& out, Format format, std::ostream& answer) {
  const batch::Summary summary = batch::read_run({out}).summary;
  answer << (format == Format::json ? batch::to_json(summary) : status_text(summary));
  return exit_code(summary);
}

ExitCode validate(const std::vector<fs::path>& bundles, Format format, std::ostream& answer, std::ostream& notes) {
  ExitCode code = ExitCode::done;
  for (const fs::path& file : bundles) {
    std::vector<fhir::Finding> findings;
    try {
      findings = fhir::validate(read_bundle(file));
      if (fhir::has_error(findings)) code = worse(code, ExitCode::needs_person);
    } catch (const Failure& failure) {
      notes << fmt::format("{}: {} ({}); {}\n", failure.path, failure.why, failure.code, failure.hint);
      code = worse(code, ExitCode::some_failed);
      if (format == Format::text) continue;
      // The outcomes stay in step with the files.
      findings = {
          {"fatal", "exception", "Bundle", fmt::format("{} ({}); {}", failure.why, failure.code, failure.hint)}};
    }
    answer << (format == Format::json ? fhir::operation_outcome(findings) : findings_text(file, findings));
  }
  return code;
}

ExitCode score(const ScoreOptions& options, std::ostream& answer) {
  const std::string scored = rehearsal::score(options.out, options.truth);
  answer << (options.format == Format::json ? scored : rehearsal::score_table(scored));
  if (options.html.empty()) return ExitCode::done;
  constexpr std::size_t most_pictures = 300;
  std::vector<rehearsal::WrongField> wrong;
  std::set<std::string> seen;  // truth names forms without their version: one version stands for all
  for (const FormTemplate& form : batch::load_forms(options.templates)) {
    if (!seen.insert(form.id).second) continue;
    for (rehearsal::WrongField& field :
         rehearsal::wrong_fields(form, options.out, options.truth, options.intake, most_pictures))
      wrong.push_back(std::move(field));
  }
  std::ranges::stable_sort(wrong, std::greater<>(), &rehearsal::WrongField::accepted);
  save_file(options.html, score_page(scored, wrong));
  return ExitCode::done;
}

ExitCode verify(const fs::path& out, const std::vector<fs::path>& templates, const std::string& head,
                std::ostream& answer, std::ostream& notes) {
  const review::Verified found = review::verify({out}, batch::load_forms(templates), head);
  for (const review::Breach& breach : found.breaches) notes << fmt::format("{}: {}\n", breach.file, breach.why);
  if (!found.head_found) notes << "the decision with the hash given is not in the chain: decisions were taken away\n";
  if (found.without_form > 0)
    notes << fmt::format("{} could not be checked in full: name the templates they were read with (--templates)\n",
                         counted(found.without_form, "document"));
  answer << fmt::format("{} and {} {}\n", counted(found.documents, "document"), counted(found.decisions, "decision"),
                        found.holds() ? "hold" : "checked: NOT ALL HOLDS");
  if (!found.head.empty()) answer << fmt::format("head of the chain {}\n", found.head);
  return found.holds() && found.without_form == 0 ? ExitCode::done : ExitCode::needs_person;
}

ExitCode certify(const fs::path& folder, std::optional<double> target, Format format, std::ostream& answer,
                 std::ostream& notes) {
  const batch::OutFolder out{folder, run_name()};
  batch::merge(out);
  batch::Audit audit = batch::read_audit(out).value();
  if (target) audit.plan.target = *target;
  const batch::AuditTally tally = batch::tally_audit(out, audit);
  const batch::Certified found = batch::certify(audit, tally);
  batch::note_look(out, tally);
  if (format == Format::json)
    answer << batch::to_json(audit, found);
  else
    answer << batch::audit_sentence(audit, found) << "\n";
  if (tally.audited < tally.drawn && !found.holds)
    notes << fmt::format("{} of the sample wait to be typed blind: carescan review {}\n",
                         counted(tally.drawn - tally.audited, "field"), folder.string());
  if (tally.audited == tally.drawn && !found.holds && batch::write_tightened_policy(out, audit, tally))
    notes << fmt::format("read the next batch with --policy {}: it would have accepted none of those that were wrong\n",
                         out.next_policy().string());
  return found.holds ? ExitCode::done : ExitCode::needs_person;
}

ExitCode forget(const fs::path& folder, const std::string& id, std::ostream& notes) {
  const batch::OutFolder out{folder, run_name()};
  const batch::Forgotten gone = batch::forget_document(out, id, this_moment());
  batch::merge(out);
  notes << fmt::format("{} and {} removed; the proof is {}\n", counted(gone.files, "file"),
                       counted(gone.decisions, "decision"), out.forgotten(id).string());
  notes << "The scan itself, copies of OUT and backups are not touched.\n";
  if (gone.on_server)
    notes << fmt::format("It was pushed to a server, and is there still: {} says under which ids.\n",
                         out.receipt(id).string());
  return ExitCode::done;
}

ExitCode export_run(const fs::path& out, ExportFormat format, const fs::path& to, std::ostream& notes) {
  const batch::ExportCount count = format == ExportFormat::csv      ? batch::export_csv({out}, to)
                                   : format == ExportFormat::ndjson ? batch::export_ndjson({out}, to)
                                                                    : batch::export_summaries({out}, to);
  const char* lines = format == ExportFormat::csv ? "fields" : format == ExportFormat::ndjson ? "resources" : "pages";
  notes << fmt::format("{} {} of {} documents in {}\n", count.lines, lines, count.documents, to.string());
  if (count.held > 0)
    notes << fmt::format("{} documents are not in it: a person has to say first whose they are, or which scan counts\n",
                         count.held);
  if (count.without_bundle == 0) return count.held == 0 ? ExitCode::done : ExitCode::needs_person;
  notes << fmt::format("{} documents are not in it: their bundles did not pass validation (outcome.json says why)\n",
                       count.without_bundle);
  return ExitCode::needs_person;
}

ExitCode push(const fs::path& out, const batch::PushOptions& options, std::ostream& answer, std::ostream& notes) {
  const batch::PushCount count = batch::push({out, run_name()}, options, notes);
  const auto line = [&](long number, const char* words) { answer << fmt::format("{:6} {}\n", number, words); };
  line(count.sent, options.dry_run ? "would be sent" : "sent");
  line(count.already, "already there");
  line(count.held_back, "held back: nobody has looked at them, or questions are open (--unreviewed sends them)");
  line(count.rescans,
       "held back: they look like scans of one paper, or bear one NHS number by mistake (people.json); carescan review "
       "asks");
  line(count.not_valid, "without a valid transaction bundle");
  line(count.failed, "not taken");
  if (count.withdrawn > 0)
    line(count.withdrawn, options.dry_run ? "resources would be marked as entered in error: corrections took them away"
                                          : "resources marked as entered in error: corrections took them away");
  if (count.left > 0)
    line(count.left, "resources that corrections took away, left for a person to decide on the server");
  if (count.failed + count.left > 0) return ExitCode::some_failed;
  return count.held_back + count.rescans + count.not_valid > 0 ? ExitCode::needs_person : ExitCode::done;
}

}  // namespace carescan::app
