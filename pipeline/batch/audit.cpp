#include "pipeline/batch/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/batch/kept_reading.hpp"
#include "pipeline/batch/report_words.hpp"
#include "pipeline/records/bounds.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/records/record_json.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::batch {
namespace {

/// A field of the population with its place in the order of the draw.
struct Drawn {
  std::string place;
  AuditField field;
};

std::vector<Drawn> population(const std::vector<Record>& records) {
  std::vector<Drawn> all;
  for (const Record& record : records)
    for (const RecordField& field : record.fields)
      if (was_accepted(field))
        all.push_back({records::sha256_hex("audit|" + record.id + "|" + field.name), {record.id, field.name}});
  std::ranges::sort(all, {}, &Drawn::place);
  return all;
}

double alpha_of(const AuditPlan& plan, std::size_t looks_before) {
  return records::alpha_of_look(1 - plan.confidence, static_cast<int>(looks_before) + 1);
}

bool is_inked(const Held& held) {
  return held.state != FieldState::blank && held.value != Value(false);
}

/// Typed without seeing the value, and settled.
const Correction* audited(const std::map<std::string, Correction>& standing, const std::string& field) {
  const auto line = standing.find(field);
  const bool blind = line != standing.end() && (line->second.act == Act::rekey || line->second.act == Act::adjudicate);
  return blind && line->second.settles ? &line->second : nullptr;
}

bool is_error(const Correction& line) {
  return line.act == Act::adjudicate &&
         (line.decided->state != line.read.state || line.decided->value != line.read.value);
}

AuditLook look_of(const AuditTally& tally) {
  return {tally.accepted, tally.audited, tally.errors};
}

std::string counts(const AuditTally& t) {
  const auto was = [](long n) { return n == 1 ? std::string("1 was") : fmt::format("{} were", n); };
  return fmt::format(
      "Of {} that no person had to look at, {} drawn at random to be typed blind; {} looked at, {} wrong",
      counted(t.accepted, "field"), was(t.drawn), was(t.audited), was(t.errors));
}

/// Just above what the wrong field had; a kind that was wrong however sure the reader was is accepted no more.
void tighten(records::Policy& policy, const RecordField& field) {
  constexpr double step = 0.001, surest = 0.999;
  const double confidence = field.read_as ? field.read_as->confidence : field.confidence;
  const FieldState state = field.read_as ? field.read_as->state : field.state;
  const FieldKind kind = state == FieldState::none ? FieldKind::none_box : field.kind;  // by which it was accepted
  for (auto* thresholds : {&policy.accept_inked, &policy.accept_combs, &policy.accept_blank}) {
    const auto of_kind = thresholds->find(kind);
    if (of_kind == thresholds->end() || of_kind->second > confidence) continue;
    if (confidence >= surest)
      thresholds->erase(of_kind);
    else
      of_kind->second = std::floor(confidence / step + 1) * step;
  }
}

}  // namespace

bool was_accepted(const RecordField& field) {
  // What only persons have said against it since.
  return field.accepted || std::ranges::all_of(field.reasons, [](const std::string& reason) {
           return reason == "corrected" || reason == "typed-differs";
         });
}

Audit draw_audit(const AuditPlan& plan, const std::vector<Record>& records) {
  std::vector<Drawn> all = population(records);
  Audit audit{.plan = plan, .accepted = static_cast<long>(all.size()), .fields = {}, .looks = {}};
  const long wanted = plan.size ? *plan.size : records::sample_needed(audit.accepted, plan.target, alpha_of(plan, 0));
  for (long i = 0; i < std::min(wanted, audit.accepted); ++i)
    audit.fields.push_back(std::move(all[static_cast<std::size_t>(i)].field));
  return audit;
}

AuditPlan audit_plan(const OutFolder& out) {
  AuditPlan plan;
  if (!std::filesystem::exists(out.run())) return plan;
  const Json run = Json::parse(read_file(out.run()), nullptr, false);
  if (!run.is_object() || !run.contains("audit")) return plan;
  const Json& of_run = run["audit"];
  plan.target = of_run.value("target", plan.target);
  if (of_run.contains("size") && of_run["size"].is_number_integer()) plan.size = of_run["size"].get<long>();
  return plan;
}

std::string to_json(const Audit& audit) {
  Json fields = Json::array(), looks = Json::array();
  for (const AuditField& field : audit.fields) fields.push_back({{"document", field.document}, {"field", field.field}});
  for (const AuditLook& look : audit.looks)
    looks.push_back({{"accepted", look.accepted}, {"audited", look.audited}, {"errors", look.errors}});
  Json json{{"schema", "carescan/audit/1"},
            {"target", audit.plan.target},
            {"confidence", audit.plan.confidence},
            {"size", audit.plan.size ? Json(*audit.plan.size) : Json("auto")},
            {"accepted", audit.accepted},
            {"looks", looks},
            {"fields", fields}};
  return json.dump(1) + "\n";
}

std::optional<Audit> read_audit(const OutFolder& out) {
  if (!std::filesystem::exists(out.audit())) return std::nullopt;
  try {
    const Json json = Json::parse(read_file(out.audit()));
    Audit audit;
    audit.plan.target = json.at("target").get<double>();
    audit.plan.confidence = json.at("confidence").get<double>();
    if (json.at("size").is_number_integer()) audit.plan.size = json.at("size").get<long>();
    audit.accepted = json.at("accepted").get<long>();
    for (const Json& look : json.at("looks"))
      audit.looks.push_back(
          {look.at("accepted").get<long>(), look.at("audited").get<long>(), look.at("errors").get<long>()});
    for (const Json& field : json.at("fields"))
      audit.fields.push_back({field.at("document").get<std::string>(), field.at("field").get<std::string>()});
    return audit;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

AuditTally tally_audit(const OutFolder& out, const Audit& audit) {
  AuditTally tally{.accepted = audit.accepted, .drawn = static_cast<long>(audit.fields.size()), .wrong = {}};
  std::map<std::string, std::map<std::string, Correction>> standing_of;
  for (const AuditField& field : audit.fields) {
    auto [known, is_new] = standing_of.try_emplace(field.document);
    if (is_new) known->second = standing(read_corrections(out.corrections(field.document)));
    const Correction* line = audited(known->second, field.field);
    if (line == nullptr) break;
    ++tally.audited;
    const bool inked = is_inked(*line->decided) || is_inked(line->read), wrong = is_error(*line);
    tally.inked_audited += inked ? 1 : 0;
    if (!wrong) continue;
    ++tally.errors;
    tally.inked_errors += inked ? 1 : 0;
    tally.wrong.push_back(field);
  }
  return tally;
}

Certified certify(const Audit& audit, const AuditTally& tally) {
  const bool again = !audit.looks.empty() && audit.looks.back() == look_of(tally);
  const double alpha = alpha_of(audit.plan, audit.looks.size() - (again ? 1 : 0));
  Certified found{.tally = tally};
  if (tally.accepted == 0) {
    found.upper_bound = found.inked_bound = 0;
    found.holds = true;
    return found;
  }
  found.upper_bound = static_cast<double>(records::most_errors(tally.accepted, tally.audited, tally.errors, alpha)) /
                      static_cast<double>(tally.accepted);
  found.inked_bound = records::highest_rate(tally.inked_audited, tally.inked_errors, alpha);
  found.holds = found.upper_bound <= audit.plan.target;
  return found;
}

std::string audit_sentence(const Audit& audit, const Certified& found) {
  const AuditTally& t = found.tally;
  if (t.drawn == 0 || t.audited == 0) return audit_progress(audit, t);
  return fmt::format("{}: with {:g} % confidence at most {:.2g} % of them are wrong; the target of {:g} % {}.",
                     counts(t), 100 * audit.plan.confidence, 100 * found.upper_bound, 100 * audit.plan.target,
                     found.holds           ? "holds"
                     : t.audited < t.drawn ? "is not shown yet"
                                           : "does not hold");
}

std::string audit_progress(const Audit& audit, const AuditTally& tally) {
  if (tally.drawn == 0) return "";
  if (tally.audited == 0) return counts(tally) + ": nothing is shown yet.";
  if (!audit.looks.empty() && audit.looks.back() == look_of(tally)) return audit_sentence(audit, certify(audit, tally));
  return counts(tally) + ": carescan certify says what that shows.";
}

std::string to_json(const Audit& audit, const Certified& found) {
  const AuditTally& t = found.tally;
  return Json{{"accepted", t.accepted},
              {"audited", t.audited},
              {"errors", t.errors},
              {"upper_bound", found.upper_bound},
              {"confidence", audit.plan.confidence},
              {"target", audit.plan.target},
              {"holds", found.holds},
              {"drawn", t.drawn},
              {"looks", audit.looks.size()},
              {"inked", {{"audited", t.inked_audited}, {"errors", t.inked_errors}, {"upper_bound", found.inked_bound}}}}
             .dump(2) +
         "\n";
}

void note_look(const OutFolder& out, const AuditTally& tally) {
  std::optional<Audit> audit = read_audit(out);
  if (!audit || tally.audited == 0 || (!audit->looks.empty() && audit->looks.back() == look_of(tally))) return;
  audit->looks.push_back(look_of(tally));
  create(out);
  write_file(out, out.audit(), to_json(*audit));
  wipe_staging(out);
}

std::string tightened_policy(const OutFolder& out, const Audit& audit, const AuditTally& tally) {
  if (tally.wrong.empty()) return "";
  const std::filesystem::path file = out.document(tally.wrong.front().document) / "reading.json";
  records::Policy policy = kept_reading_from_json(read_file(file), file.string()).policy;
  for (const AuditField& wrong : tally.wrong) {
    const std::filesystem::path of = out.document(wrong.document) / "record.json";
    const Record record = records::record_from_json(read_file(of), of.string());
    if (const RecordField* field = record.find(wrong.field)) tighten(policy, *field);
  }
  policy.name += "-tightened";
  Json json = Json::parse(records::to_json(policy));
  json["target"] = audit.plan.target;
  json["audit"] = audit.plan.size ? Json(*audit.plan.size) : Json("auto");
  return json.dump(2) + "\n";
}

bool write_tightened_policy(const OutFolder& out, const Audit& audit, const AuditTally& tally) {
  const std::string policy = tightened_policy(out, audit, tally);
  if (policy.empty()) return false;
  create(out);
  write_file(out, out.next_policy(), policy);
  wipe_staging(out);
  return true;
}

}  // namespace carescan::batch
