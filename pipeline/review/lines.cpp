#include "pipeline/review/lines.hpp"

#include <fmt/format.h>

#include "pipeline/records/identity.hpp"
#include "pipeline/records/record_json.hpp"
#include "pipeline/review/words.hpp"

namespace carescan::review {
namespace {

using batch::Act;
using batch::Held;

Held held(const RecordField& field) {
  return {field.state, field.value, field.text};
}

Act act_of(const Answer& answer, Mode mode) {
  if (mode == Mode::rekey) return Act::rekey;
  if (mode == Mode::adjudicate) return Act::adjudicate;
  return answer.action == Action::confirm ? Act::confirm : Act::enter;
}

}  // namespace

std::string version_of(const OpenDocument& document, const RecordField& field, Mode mode) {
  long last_line = 0;
  for (const batch::Correction& line : document.corrections)
    if (line.field == field.name) last_line = line.number;
  const std::string says = fmt::format("{}|{}|{}|{}|{}|{}", field.name, to_string(field.state),
                                       records::display(field.value), field.text, static_cast<int>(mode), last_line);
  return records::sha256_hex(says).substr(0, 16);
}

std::optional<Held> held_by(const Answer& answer, const Field& field, const RecordField& shown, Mode mode) {
  switch (answer.action) {
    case Action::confirm:
      return mode == Mode::rekey ? std::nullopt : std::optional(held(shown));
    case Action::enter: {
      const Typed typed = typed_value(field, answer.text);
      return Held{typed.state, typed.value, typed.text};
    }
    case Action::illegible:
      return Held{FieldState::illegible, std::monostate{}, shown.text};
    case Action::blank:
      return Held{FieldState::blank, std::monostate{}, ""};
    case Action::none:
      break;
  }
  return Held{FieldState::none, std::monostate{}, ""};
}

batch::Correction line_of(const Answer& answer, const Held& decided, const Field& field, const RecordField& shown,
                          Mode mode, const OpenDocument& document) {
  const Held read = document.machine_reading(shown);
  batch::Correction line;
  line.document = document.kept.id;
  line.field = shown.name;
  line.kind = shown.kind;
  line.box = shown.box;
  for (const RecordPage& page : document.kept.pages)
    if (page.number == field.page) line.source = PageSource{{}, page.source.sha256, page.source.page};
  line.act = act_of(answer, mode);
  if (mode != Mode::rekey) line.shown = held(shown);
  line.read = read;
  line.confidence = shown.confidence;
  line.was_accepted = shown.accepted;
  line.decided = decided;
  line.settles = mode != Mode::rekey || same_on_paper(field, decided.state, decided.value, read.state, read.value);
  line.seconds = answer.seconds;
  line.reading_sha256 = document.reading_sha256;
  return line;
}

batch::Correction undoing(batch::Correction line) {
  line.act = Act::undo;
  line.undoes = line.number;
  line.shown = line.decided;
  line.decided.reset();
  line.seconds.reset();
  return line;
}

}  // namespace carescan::review
