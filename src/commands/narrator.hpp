#pragma once

#include <iosfwd>

#include "src/commands/read.hpp"

namespace carescan::app {

/// Tells a run as it goes: a bar on a terminal, plain lines elsewhere, JSON lines where asked for. JSON goes to
/// `answer`, everything for people to `notes`.
class Narrator {
 public:
  Narrator(const ReadOptions&, std::ostream& answer, std::ostream& notes);

  batch::RunListener listener();

  /// Wipes the progress bar, so that the next line stands alone.
  void clear_line() const;

 private:
  bool bar() const;
  void planned(std::size_t sources, std::size_t to_read);
  void page_done();
  void finished(const batch::SourceDone&);
  void tell_known();
  void tell_pages(const batch::SourceDone&) const;
  void draw() const;

  const ReadOptions& options_;
  std::ostream& answer_;
  std::ostream& notes_;
  std::size_t total_ = 0, to_read_ = 0, known_ = 0, done_ = 0;
  bool known_told_ = false;
  long pages_ = 0;
};

}  // namespace carescan::app
