#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// What a run promises of the fields that it accepted without a person, and how many of them are looked at to prove it.
struct AuditPlan {
  double target = 0.001;          ///< highest share of accepted fields that may be wrong
  double confidence = 0.95;       ///< with which that is to be shown
  std::optional<long> size = {};  ///< fields to look at; none: as many as the target needs
};

/// A field of the sample.
struct AuditField {
  std::string document, field;
  bool operator==(const AuditField&) const = default;
};

/// A look at the sample: what was known when somebody asked for the bound.
struct AuditLook {
  long accepted = 0, audited = 0, errors = 0;
  bool operator==(const AuditLook&) const = default;
};

/// The simple random sample of a run's accepted fields, and the looks that were taken at it so far (OUT/audit.json).
struct Audit {
  AuditPlan plan;
  long accepted = 0;               ///< fields that the sample was drawn from
  std::vector<AuditField> fields;  ///< in the order in which they are looked at: any beginning is a random sample, too
  std::vector<AuditLook> looks;
};

/// Whether policy had accepted the field, whoever looked since.
bool was_accepted(const RecordField&);

/// Draws the sample. The order of fields is that of a hash of document and field: seeded by content, the same on every
/// machine; more fields to draw from or to look at change nothing about the order of those that were there.
Audit draw_audit(const AuditPlan&, const std::vector<Record>&);

/// The plan of a run: as its policy had it (run.json).
AuditPlan audit_plan(const OutFolder&);

/// OUT/audit.json; nullopt where there is none or it cannot be read: it is drawn again with the next merge.
std::optional<Audit> read_audit(const OutFolder&);
std::string to_json(const Audit&);

/// What came of the sample so far.
struct AuditTally {
  long accepted = 0, drawn = 0;
  long audited = 0;                          ///< how far from its beginning the sample was looked at without a gap
  long errors = 0;                           ///< of those: fields in which the paper says something else
  long inked_audited = 0, inked_errors = 0;  ///< of those: fields in which somebody wrote or marked something
  std::vector<AuditField> wrong;
};

/// Counts what persons who typed without seeing the value found, after adjudication.
AuditTally tally_audit(const OutFolder&, const Audit&);

/// What the audit shows.
struct Certified {
  AuditTally tally;
  double upper_bound = 1;  ///< share of accepted fields that may be wrong, at the plan's confidence
  double inked_bound = 1;  ///< the same of inked fields alone, as if drawn from a population without end
  bool holds = false;
};

/// The exact bound (records/bounds.hpp) for the tally, as the look after those taken so far, or as the last of them
/// where nothing was looked at since.
Certified certify(const Audit&, const AuditTally&);

/// `certify --json`: {"accepted","audited","errors","upper_bound","confidence","target","holds"} and besides "drawn",
/// "looks" and, of the fields in which somebody wrote or marked something, "inked": {"audited","errors","upper_bound"}.
std::string to_json(const Audit&, const Certified&);

/// Notes in OUT/audit.json that somebody has seen the bound, unless nothing was looked at since the last time.
void note_look(const OutFolder&, const AuditTally&);

/// One sentence for the admin: what was drawn and looked at, and what that shows; empty where nothing was drawn.
std::string audit_sentence(const Audit&, const Certified&);

/// The same without the bound, unless it is that of the last look: a report that shows one each time would be a look
/// each time.
std::string audit_progress(const Audit&, const AuditTally&);

/// The policy by which none of the wrong fields would have been accepted, as a policy file; "" where nothing was wrong
/// or the run has no documents. Throws Failure "reading-invalid", "record-invalid".
std::string tightened_policy(const OutFolder&, const Audit&, const AuditTally&);

/// Writes it to OUT/policy.next.json; false where there is none to write.
bool write_tightened_policy(const OutFolder&, const Audit&, const AuditTally&);

}  // namespace carescan::batch
