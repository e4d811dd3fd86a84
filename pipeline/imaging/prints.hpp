#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/imaging/print.hpp"

namespace carescan::imaging {

struct WordIndex;

/// The printing of all pages of a catalogue, with the index by which a page finds those that it may be. Cheap to copy
/// (shared).
class Prints {
 public:
  Prints() : Prints(std::vector<PagePrint>()) {}
  /// Indexes the prints: about a tenth of a millisecond each.
  Prints(std::vector<PagePrint>);  // NOLINT(google-explicit-constructor): a list of prints is a catalogue
  Prints(std::initializer_list<PagePrint> prints) : Prints(std::vector<PagePrint>(prints)) {}
  /// With an index made before (open_prints).
  Prints(std::vector<PagePrint>, std::shared_ptr<const WordIndex>);

  std::size_t size() const { return prints_.size(); }
  bool empty() const { return prints_.empty(); }
  const PagePrint& operator[](std::size_t i) const { return prints_[i]; }
  const PagePrint& operator[](int i) const { return prints_[static_cast<std::size_t>(i)]; }
  const WordIndex& index() const { return *index_; }

 private:
  std::vector<PagePrint> prints_;
  std::shared_ptr<const WordIndex> index_;
};

/// A print as the bytes of a file that open_prints maps into memory, and the index of a catalogue likewise. The format
/// is private to one build on machines of one kind: whoever keeps one puts the build into its name.
std::string bytes_of(const PagePrint&);
std::string index_bytes_of(const Prints&);

/// What besides our own code decides what a print looks like: OpenCV, by its version.
std::string preparing_library();

/// One print from its file. Nothing is decoded or copied but features and areas: processes that open the same file
/// share its pictures. Throws std::runtime_error for a file that is not there or not of this format.
PagePrint open_print(const std::filesystem::path&);

/// Prints from their files, in this order, and the index of the same.
Prints open_prints(const std::vector<std::filesystem::path>& prints, const std::filesystem::path& index);

}  // namespace carescan::imaging
