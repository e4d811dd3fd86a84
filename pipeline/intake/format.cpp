#include "pipeline/intake/format.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <fstream>
#include <optional>

#include "pipeline/intake/tiff_file.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

namespace fs = std::filesystem;

/// The first bytes of a file; enough to find "%PDF-", which may come after up to a kilobyte of other things.
std::string head_of(const fs::path& path, const std::string& name) {
  check_readable(path, name);
  std::ifstream file(path, std::ios::binary);
  std::string head(1024, '\0');
  file.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(file.gcount()));
  return head;
}

std::optional<Format> picture_format(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\x89PNG\r\n\x1a\n"sv)) return Format::png;
  if (head.starts_with("\xff\xd8\xff"sv)) return Format::jpeg;
  for (const auto magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
    if (head.starts_with(magic)) return Format::tiff;
  return std::nullopt;
}

/// Kinds that people send by mistake, and what to do about them.
std::pair<std::string, std::string> known_stranger(std::string_view head) {
  const std::string save = "save it as PDF, TIFF, JPEG or PNG";
  if (head.size() > 12 && head.substr(4, 4) == "ftyp") return {"a HEIC photo or a film", "set the phone to save JPEG"};
  if (head.starts_with("PK\x03\x04")) return {"a ZIP archive or an office document", "unpack it, or print it to PDF"};
  if (head.starts_with("GIF8")) return {"a GIF picture", save};
  if (head.starts_with("BM")) return {"a BMP picture", save};
  if (head.starts_with("RIFF")) return {"a WebP picture or a sound", save};
  if (std::all_of(head.begin(), head.end(), [](char c) { return c == '\0'; }))
    return {"nothing but zero bytes", "copy or scan it again"};
  return {"neither a PDF nor a TIFF, JPEG or PNG picture", save};
}

}  // namespace

Format format_of(const fs::path& path, const std::string& name) {
  const std::string head = head_of(path, name);
  if (head.empty()) throw Failure{"file-empty", name, "the file has no bytes", "copy or scan it again"};
  if (const auto picture = picture_format(head)) return *picture;
  if (head.find("%PDF-") != std::string::npos) return Format::pdf;
  const auto [what, cure] = known_stranger(head);
  throw Failure{"not-an-image", name, "the file is " + what, cure};
}

void check_readable(const fs::path& path, const std::string& name) {
  std::error_code error;
  const bool regular = fs::is_regular_file(path, error);
  const int file = regular ? open(path.c_str(), O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0)
    throw Failure{"file-unreadable", name,
                  regular || error ? std::string("it cannot be opened: ") + std::strerror(error ? error.value() : errno)
                                   : "it is no regular file",
                  "check the permissions of the file and its folder"};
  close(file);
}

bool has_more_tiff_pages(const fs::path& path) {
  TiffFile file(path, 16U << 20);
  return file.get() != nullptr && !TIFFLastDirectory(file.get());
}

std::string bytes_of(const fs::path& path, const std::string& name, long max_bytes) {
  check_readable(path, name);
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error || size > static_cast<std::uintmax_t>(max_bytes))
    throw Failure{"image-too-large", name, "the file is too long for one picture", "scan at 300 dpi"};
  std::ifstream file(path, std::ios::binary);
  std::string bytes(size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  if (file.bad()) throw Failure{"file-unreadable", name, "reading it stopped half-way", "check the disk"};
  return bytes;
}

std::string printable_name(const fs::path& filename) {
  const std::string raw = filename.string();
  std::string out;
  for (std::size_t at = 0; at < raw.size();) {
    utf8proc_int32_t character = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(raw.data() + at),
                                         static_cast<utf8proc_ssize_t>(raw.size() - at), &character);
    const bool fine = length > 0 && utf8proc_category(character) != UTF8PROC_CATEGORY_CC;
    out += fine ? raw.substr(at, static_cast<std::size_t>(length)) : "\xEF\xBF\xBD";
    at += length > 0 ? static_cast<std::size_t>(length) : 1;
  }
  return out;
}

std::string name_in(const Source& source, const fs::path& file) {
  if (file == source.files.front()) return source.name;
  const std::size_t slash = source.name.rfind('/');
  return (slash == std::string::npos ? "" : source.name.substr(0, slash + 1)) + printable_name(file.filename());
}

}  // namespace carescan::intake
