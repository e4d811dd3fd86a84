#include "pipeline/model/build_id.hpp"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <string_view>

#include "pipeline/model/hex.hpp"

namespace carescan {
namespace {

/// A program's notes are some hundred bytes.
constexpr std::uint64_t most_of_notes = 65536;

/// The build ID among the notes of one segment; notes are aligned to four bytes, name and description padded to it.
std::string id_in(std::string_view notes) {
  const auto padded = [](std::size_t length) { return (length + 3) / 4 * 4; };
  while (notes.size() >= sizeof(Elf64_Nhdr)) {
    Elf64_Nhdr note;
    std::memcpy(&note, notes.data(), sizeof note);
    const std::size_t name = sizeof note, description = name + padded(note.n_namesz);
    const std::size_t end = description + padded(note.n_descsz);
    if (end > notes.size()) break;
    if (note.n_type == NT_GNU_BUILD_ID && notes.substr(name, note.n_namesz) == std::string_view("GNU", 4))
      return hex(notes.substr(description, note.n_descsz));
    notes.remove_prefix(end);
  }
  return {};
}

template <class T>
bool read_at(std::ifstream& file, std::uint64_t at, T& value) {
  return static_cast<bool>(file.seekg(static_cast<std::streamoff>(at)).read(reinterpret_cast<char*>(&value), sizeof value));
}

}  // namespace

std::string build_id(const std::filesystem::path& program) {
  std::ifstream file(program, std::ios::binary);
  Elf64_Ehdr header;
  if (!read_at(file, 0, header) || std::string_view(reinterpret_cast<char*>(header.e_ident), SELFMAG) != ELFMAG ||
      header.e_ident[EI_CLASS] != ELFCLASS64)
    return {};
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    if (!read_at(file, header.e_phoff + i * header.e_phentsize, segment)) return {};
    // .note.gnu.property, aligned to eight, has a segment of its own
    if (segment.p_type != PT_NOTE || segment.p_align > 4 || segment.p_filesz > most_of_notes) continue;
    std::string notes(segment.p_filesz, '\0');
    file.seekg(static_cast<std::streamoff>(segment.p_offset)).read(notes.data(), static_cast<std::streamsize>(notes.size()));
    if (const std::string id = id_in(notes); file && !id.empty()) return id;
  }
  return {};
}

}  // namespace carescan
