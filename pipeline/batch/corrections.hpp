#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/model/decision.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// How a person came to what they decided.
enum class Act {
  confirm,     ///< saw the value with the ink, and it is right
  enter,       ///< saw the value, and typed what is there
  rekey,       ///< typed it without seeing the value (critical fields)
  adjudicate,  ///< saw what was read and what was typed, and said which it is
  undo         ///< took an earlier line back
};

std::string_view to_string(Act);

/// What a field holds, as a line of corrections.jsonl has it.
struct Held {
  FieldState state = FieldState::blank;
  Value value;
  std::string text;
};

/// One line of documents/<id>/corrections.jsonl, without what chains it to the others.
struct Correction {
  long number = 0;  ///< in OUT's chain
  std::string at, by, document, field;
  FieldKind kind = FieldKind::text;
  BoxMm box;
  std::optional<PageSource> source;  ///< the page that the person saw, without its file's name; none in old lines
  Act act = Act::confirm;
  std::optional<Held> shown;      ///< what the person saw; none when it was typed blind
  Held read;                      ///< what the machine had read
  double confidence = 0;          ///< of what was read
  bool was_accepted = false;      ///< it had been accepted by policy
  std::optional<Held> decided;    ///< none for undo
  bool settles = true;            ///< false: typed blind and not what was read
  long undoes = 0;                ///< undo: the number of the line taken back
  std::optional<double> seconds;  ///< that the person looked
  std::string reading_sha256;     ///< of the reading.json that the person worked on
};

/// As one JSON object without number and hashes.
std::string to_json(const Correction&);

/// The corrections of a file in their order, none where there is no file; a last line that was never finished is left
/// out. Throws Failure "corrections-invalid" for a line that is none.
std::vector<Correction> read_corrections(const std::filesystem::path& file);

/// Corrections of which nothing was taken back, the last of each field only.
std::map<std::string, Correction> standing(const std::vector<Correction>&);

/// What persons found, the last of each field that settles it, of fields that the form still has: of the same kind and
/// at the same place on the paper, on a page that is still the document's. What was said of a field that moved or became
/// another, or of a sheet that proved to be another document's, stays in the file and counts no more.
Decisions decisions_of(const std::vector<Correction>&, const FormTemplate&, const std::vector<RecordPage>&);

/// Fields of which the last that was said, typed blind, is not what had been read: nobody has said yet which it is.
std::set<std::string> disputed(const std::vector<Correction>&);

/// Whether something was decided anew after every field of the record had been looked at once.
bool is_amended(const Record&, const std::vector<Correction>&);

}  // namespace carescan::batch
