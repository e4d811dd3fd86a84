#include "pipeline/rehearsal/synth.hpp"

#include <fmt/format.h>

#include "pipeline/rehearsal/delivery.hpp"
#include "pipeline/rehearsal/paper.hpp"
#include "pipeline/rehearsal/writers.hpp"

namespace carescan::rehearsal {

void synth(const FormTemplate& form, const std::vector<Raster>& blanks, const SynthOptions& options,
           const std::filesystem::path& out) {
  const Chance seed(options.seed);
  Chance turns = seed.fork("writers");
  const WriterPool pool = gather_writers(options, turns);
  for (int i = 0; i < options.count; ++i) {
    Chance chance = seed.fork(fmt::format("form {}", i + 1));
    Chance people = chance.fork("writer"), machine = chance.fork("scanner"), paper = chance.fork("paper");
    const Writer writer = pick_writer(pool, i, people);
    const Scanner scanner = pick_scanner(options.scanner, machine);
    const FilledForm filled = fill_form(form, blanks, writer, paper);
    const TrueDocument document = scan_form(form, filled, scanner, writer.hand.name, 1, machine);
    deliver(out, fmt::format("{}-{:04}", form.id, i + 1), pick_container(scanner, machine), pictures_of(document),
            scanner, {document});
  }
}

}  // namespace carescan::rehearsal
