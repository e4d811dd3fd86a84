#include "pipeline/model/build_id.hpp"

#include <link.h>

#include <cstring>
#include <string_view>

namespace carescan {
namespace {

std::string hex_of(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += {digits[byte / 16], digits[byte % 16]};
  }
  return hex;
}

/// The build ID among the notes of one segment; notes are aligned to four bytes, name and description padded to it.
std::string id_in(std::string_view notes) {
  const auto padded = [](std::size_t length) { return (length + 3) / 4 * 4; };
  while (notes.size() >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes.data(), sizeof note);
    const std::size_t name = sizeof note, description = name + padded(note.n_namesz);
    const std::size_t end = description + padded(note.n_descsz);
    if (end > notes.size()) break;
    if (note.n_type == NT_GNU_BUILD_ID && notes.substr(name, note.n_namesz) == std::string_view("GNU", 4))
      return hex_of(notes.substr(description, note.n_descsz));
    notes.remove_prefix(end);
  }
  return {};
}

}  // namespace

std::string build_id() {
  std::string id;
  // The first object told of is the program itself; a value other than 0 ends the telling.
  dl_iterate_phdr(
      [](dl_phdr_info* program, std::size_t, void* found) {
        for (int i = 0; i < program->dlpi_phnum; ++i) {
          const ElfW(Phdr)& segment = program->dlpi_phdr[i];
          // .note.gnu.property, aligned to eight, has a segment of its own
          if (segment.p_type != PT_NOTE || segment.p_align > 4) continue;
          const auto* notes = reinterpret_cast<const char*>(program->dlpi_addr + segment.p_vaddr);
          auto& id_found = *static_cast<std::string*>(found);
          if (id_found.empty()) id_found = id_in({notes, segment.p_memsz});
        }
        return 1;
      },
      &id);
  return id;
}

}  // namespace carescan
