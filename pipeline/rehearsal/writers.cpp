#include "pipeline/rehearsal/writers.hpp"

namespace carescan::rehearsal {
namespace {

MarkStyle pick_mark(Chance& chance) {
  const double kind = chance.uniform(0, 1);
  if (kind < 0.53) return MarkStyle::tick;
  if (kind < 0.83) return MarkStyle::cross;
  if (kind < 0.89) return MarkStyle::slash;
  if (kind < 0.93) return MarkStyle::scribble;
  if (kind < 0.95) return MarkStyle::dash;
  if (kind < 0.96) return MarkStyle::hatching;
  return kind < 0.985 ? MarkStyle::filled : MarkStyle::circle;
}

}  // namespace

WriterPool gather_writers(const SynthOptions& options, Chance& chance) {
  WriterPool pool;
  if (options.ink.empty()) {
    pool.names = handwriting_fonts();
  } else {
    pool.strokes = load_strokes(options.ink, options.writers);
    pool.names = able_writers(pool.strokes);
  }
  chance.shuffle(pool.names);
  return pool;
}

Writer pick_writer(const WriterPool& pool, int turn, Chance& chance) {
  const std::string& name = pool.names.at(static_cast<std::size_t>(turn) % pool.names.size());
  Writer writer;
  writer.hand = pool.strokes.lines.empty() ? font_hand(name, chance) : stroke_hand(pool.strokes, name, chance);
  writer.typewriter = font_hand(chance.pick(typed_fonts()), chance);
  writer.pen = pick_pen(chance);
  writer.mark = pick_mark(chance);
  return writer;
}

}  // namespace carescan::rehearsal
