#include "pipeline/intake/tiff_pages.hpp"

#include <cassert>
#include <cstdint>
#include <cstring>

namespace carescan::intake {
namespace {

// Layout: "II" or "MM", 42, offset of the first directory; a directory is a count, entries of 12 bytes (tag, type,
// count, value or its offset), and the offset of the next directory.
constexpr std::size_t next_directory_at = 4, entry_size = 12;
constexpr std::uint16_t strip_offsets = 273, strip_byte_counts = 279;

template <typename Number>
Number number_at(const std::string& bytes, std::size_t at) {
  assert(at + sizeof(Number) <= bytes.size());
  Number number;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

void put(std::string& bytes, std::size_t at, std::uint32_t number) {
  assert(at + sizeof number <= bytes.size());
  std::memcpy(bytes.data() + at, &number, sizeof number);
}

std::size_t bytes_of(std::uint16_t type) {
  constexpr std::size_t sizes[]{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
  assert(type < std::size(sizes));
  return sizes[type];
}

struct Entry {
  std::uint16_t tag = 0;
  bool elsewhere = false;  // the value stands elsewhere and value_at holds its offset
  std::size_t value_at = 0;
};

std::vector<Entry> entries_of(const std::string& tiff) {
  const std::size_t directory = number_at<std::uint32_t>(tiff, next_directory_at);
  std::vector<Entry> entries(number_at<std::uint16_t>(tiff, directory));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::size_t at = directory + 2 + i * entry_size;
    const std::size_t size = bytes_of(number_at<std::uint16_t>(tiff, at + 2)) * number_at<std::uint32_t>(tiff, at + 4);
    entries[i] = {number_at<std::uint16_t>(tiff, at), size > 4, at + 8};
  }
  return entries;
}

std::uint32_t value_of(const std::string& tiff, std::uint16_t tag) {
  for (const Entry& entry : entries_of(tiff))
    if (entry.tag == tag && !entry.elsewhere) return number_at<std::uint32_t>(tiff, entry.value_at);
  assert(!"our own TIFF lacks a tag");
  return 0;
}

// The page with every offset moved by `base`; its bytes from 0 keep their own header, which nobody reads.
std::string moved(std::string page, std::uint32_t base) {
  for (const Entry& entry : entries_of(page))
    if (entry.elsewhere || entry.tag == strip_offsets)
      put(page, entry.value_at, number_at<std::uint32_t>(page, entry.value_at) + base);
  return page;
}

std::size_t end_of_directory(const std::string& page) {
  const std::size_t directory = number_at<std::uint32_t>(page, next_directory_at);
  return directory + 2 + number_at<std::uint16_t>(page, directory) * entry_size;
}

}  // namespace

std::string join_tiffs(const std::vector<std::string>& pages) {
  std::string joined;
  std::size_t link = next_directory_at;
  for (const std::string& page : pages) {
    if (joined.size() % 2) joined += '\0';  // directories begin on a word
    const std::size_t base = joined.size();
    joined += moved(page, static_cast<std::uint32_t>(base));
    put(joined, link, static_cast<std::uint32_t>(base) + number_at<std::uint32_t>(page, next_directory_at));
    link = base + end_of_directory(page);
  }
  return joined;
}

std::string strip_of(const std::string& tiff) {
  return tiff.substr(value_of(tiff, strip_offsets), value_of(tiff, strip_byte_counts));
}

}  // namespace carescan::intake
