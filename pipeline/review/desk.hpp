#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"
#include "pipeline/review/suggest.hpp"
#include "pipeline/review/vocabulary.hpp"

namespace carescan::review {

/// How a field is put before a person.
enum class Mode {
  confirm,    ///< the value is shown with the ink
  rekey,      ///< critical: blind, the value is typed without seeing what was read
  adjudicate  ///< what was typed blind is not what was read: both are shown
};

/// One field of one document that waits for a person.
struct Item {
  std::string document;
  RecordField field;  ///< as record.json has it
  Mode mode = Mode::confirm;
  int group = 0;                        ///< equal for like values of one answer to `lease`; 0 in rekey and adjudicate
  std::string version;                  ///< of what was shown; a decision comes back with it
  Begins begins = Begins::with_either;  ///< a value of the field
  Suggestions suggestions{};            ///< confirm: what else it may say
  std::string typed{};                  ///< adjudicate: what was typed blind, in words
  std::string typed_by{};               ///< adjudicate: by whom
  std::string typed_text{};             ///< adjudicate: what to type for it
};

/// Fields of one name over all documents of one version of a form; rows of tables together, as `needs[*].goal`.
struct Column {
  std::string key;  ///< "<form>/<version>/<field>", or "adjudication", "audit", "few"
  std::string form, version, field;
  Mode mode = Mode::confirm;
  long left = 0;              ///< items that wait, those on other reviewers' screens included
  long taken = 0;             ///< on other reviewers' screens
  bool can_be_mixed = false;  ///< its cards are small enough to stand among those of other columns
  bool among_few = false;     ///< few wait: they stand in the column "few", too
};

/// How far a review has come.
struct Progress {
  long left = 0, settled = 0, mine = 0;          ///< fields; `settled` and `mine`: by persons, ever
  long documents = 0, documents_left = 0;        ///< `left`: with fields that wait
  long stale = 0;                                ///< documents whose form is not at hand in their version: read again
  long rekeyed = 0, rekey_agreed = 0;            ///< blind entries, and those that were what was read
  long audited = 0, audit_agreed = 0;            ///< of these: of fields that policy had accepted
  std::optional<double> seconds_per_field = {};  ///< of this reviewer, median
};

/// What there is to do.
struct Work {
  bool indexing = false;  ///< documents are still being counted
  long pending = 0;       ///< documents whose bundle does not show the last decision yet
  Progress progress;
  std::vector<Column> columns;  ///< most left first; "few" for those of which few wait, together
  long adjudication = 0;
  long audit = 0;          ///< accepted fields that were drawn to be typed blind and wait for it; column "audit"
  long chain_count = 0;    ///< lines in OUT's chain of decisions
  std::string chain_head;  ///< hash of the last
};

/// What a person does with an item.
enum class Action { confirm, enter, illegible, blank, none };

struct Answer {
  std::string document, field, version;
  Action action = Action::confirm;
  std::string text{};                  ///< enter: as typed
  std::optional<double> seconds = {};  ///< that the item was looked at
};

enum class Outcome {
  settled,
  adjudicate,  ///< typed blind, and not what was read: somebody must look at both
  stale,       ///< the field is not as it was shown (somebody else was faster): nothing was written
  refused      ///< no such field, or an action that its mode or kind does not allow: nothing was written
};

struct Result {
  Outcome outcome = Outcome::refused;
  long number = 0;      ///< of the line in the chain
  std::string message;  ///< for people; never a value
};

/// What a typed text would become, and what speaks against it.
struct Checked {
  bool understood = false;
  FieldState state = FieldState::illegible;
  std::string display;
  std::vector<Issue> findings;
};

struct Undone {
  std::string document, field, column;
};

/// One document in a list of documents.
struct DocumentLine {
  std::string id, form, version, source;
  long left = 0, settled = 0, pages = 0;
};

/// The desk at which reviewers sit: which fields wait, who has which on the screen, and every decision on disk before
/// it is acknowledged. All functions may be called from several threads. Bundle, record and outcome of a document
/// follow each decision within a moment, people.json, CSV, report and summary when nobody has decided anything for a
/// while; the destructor and `finish` wait for both.
class Desk {
 public:
  struct Options {
    std::function<std::string()> now;  ///< FHIR instant, for the lines of the chain
    std::function<double()> seconds;   ///< a clock that only goes forward, for leases
    double lease_seconds = 120;        ///< a screen that is not touched for so long gives its items back
    double merge_after_seconds = 5;    ///< quiet time before CSV and report are made anew
    std::function<void()> merge = {};  ///< makes them; without one the desk does it itself
    std::function<void(const std::string&)> failed = {};  ///< told what went wrong in the background; never a value
  };

  /// Opens a run for review and counts its documents in the background. `forms` are those at hand. Documents that a
  /// killed review left behind their decisions are rebuilt. Throws Failure "out-missing", "ledger-invalid",
  /// "review-busy" (another review has the run open).
  Desk(const batch::OutFolder&, std::vector<FormTemplate> forms, Options);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  Work work(const std::string& reviewer);

  /// Up to `count` items of a column (of one document only, where one is named) for this reviewer alone: what the
  /// reviewer already has on the screen first, then the next ones; like values beside each other. Items of other
  /// columns that this reviewer held are given back. In "adjudication" what others typed comes first.
  std::vector<Item> lease(const std::string& reviewer, const std::string& column, std::size_t count,
                          const std::string& document = "");

  /// Writes what a person decided; the results are in the order of the answers.
  std::vector<Result> decide(const std::string& reviewer, const std::vector<Answer>&);

  /// What a text would become in a field, with the other fields as they stand. Throws Failure "review-unknown".
  Checked check(const std::string& document, const std::string& field, const std::string& text);

  /// Takes back the reviewer's last decision that still stands; nullopt where there is none.
  std::optional<Undone> undo(const std::string& reviewer);

  /// Documents in the order of the ledger, after the one with the id `after`.
  std::vector<DocumentLine> documents(const std::string& after, std::size_t count);

  /// One document as its record.json stands. Throws Failure "review-unknown".
  Record record(const std::string& document);

  /// One field of a document as an item, whether it waits or not; nothing is leased. Throws Failure "review-unknown".
  Item item(const std::string& document, const std::string& field);

  /// The form of a document, or of a column. Throws Failure "review-unknown".
  const FormTemplate& form_of(const std::string& document_or_column) const;

  /// Hangs what a person decided about a page or about people (a JSON object's text) on the chain, as a line of
  /// OUT/decisions.jsonl; people.json, CSV, report and summary follow as after any decision. Returns the line's number.
  long note(const std::string& json);

  /// Gives a reviewer's items back to the others.
  void release(const std::string& reviewer);

  /// Waits until everything on disk shows every decision.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace carescan::review
