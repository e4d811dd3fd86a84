#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <stdexcept>
#include <type_traits>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/prints.hpp"
#include "pipeline/imaging/short_list.hpp"

namespace fs = std::filesystem;

namespace carescan::imaging {
namespace {

/// First bytes of both kinds of file; another layout gets another number.
constexpr char print_mark[16] = "carescan-print2";
constexpr char index_mark[16] = "carescan-index1";
/// Parts begin at whole cache lines.
constexpr std::size_t line = 64;

/// Parts one after another, each preceded by its length in bytes.
class PartWriter {
 public:
  explicit PartWriter(const char (&mark)[16]) : bytes_(mark, sizeof mark) {}
  template <class T>
  void add(const T* first, std::size_t count) {
    static_assert(std::is_trivially_copyable_v<T>);
    const std::uint64_t length = count * sizeof(T);
    bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
    bytes_.append((line - bytes_.size() % line) % line, '\0');
    if (count > 0) bytes_.append(reinterpret_cast<const char*>(first), length);
  }
  template <class Range>
  void add(const Range& range) {
    add(range.data(), range.size());
  }
  void add_picture(const cv::Mat& m) {
    const cv::Mat whole = m.isContinuous() ? m : m.clone();
    const int size[2]{whole.rows, whole.cols};
    add(size, 2);
    add(whole.data, whole.total());
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// A file mapped read-only: its pages are shared with every process that maps it.
class Mapping {
 public:
  explicit Mapping(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) throw std::runtime_error("prepared print cannot be opened: " + file.string());
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && status.st_size > 0) {
      size_ = static_cast<std::size_t>(status.st_size);
      data_ = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor, 0);
    }
    ::close(descriptor);
    if (data_ == MAP_FAILED) throw std::runtime_error("prepared print cannot be mapped: " + file.string());
  }
  ~Mapping() { ::munmap(data_, size_); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  const char* data() const { return static_cast<const char*>(data_); }
  std::size_t size() const { return size_; }

 private:
  void* data_ = MAP_FAILED;
  std::size_t size_ = 0;
};

class PartReader {
 public:
  PartReader(const Mapping& file, const char (&mark)[16]) : file_(file), at_(sizeof mark) {
    if (file.size() < sizeof mark || std::memcmp(file.data(), mark, sizeof mark) != 0) broken();
  }
  template <class T>
  std::span<const T> next() {
    std::uint64_t length = 0;
    if (at_ + sizeof length > file_.size()) broken();
    std::memcpy(&length, file_.data() + at_, sizeof length);
    at_ = (at_ + sizeof length + line - 1) / line * line;
    if (at_ > file_.size() || length > file_.size() - at_ || length % sizeof(T) != 0) broken();
    const auto* first = reinterpret_cast<const T*>(file_.data() + at_);
    at_ += length;
    return {first, length / sizeof(T)};
  }
  template <class T>
  std::vector<T> copy() {
    const std::span<const T> part = next<T>();
    return {part.begin(), part.end()};
  }
  void require(bool sound) const {
    if (!sound) broken();
  }
  bool at_end() const { return at_ == file_.size(); }
  /// A view of the file: must not be written and not outlive the mapping.
  cv::Mat picture() {
    const std::span<const int> size = next<int>();
    const std::span<const uchar> pixels = next<uchar>();
    if (size.size() != 2 || size[0] < 0 || size[1] < 0 ||
        static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]) != pixels.size())
      broken();
    return {size[0], size[1], CV_8U, const_cast<uchar*>(pixels.data())};
  }

 private:
  [[noreturn]] static void broken() { throw std::runtime_error("a prepared print is not of this build's format"); }
  const Mapping& file_;
  std::size_t at_;
};

/// A value and the mapping it looks into, in one life.
template <class T>
struct Mapped {
  explicit Mapped(const fs::path& path) : file(path) {}
  Mapping file;
  T value;
};

/// Whether the parts belong to each other: readers index one by another.
bool is_sound(const PagePrint::Impl& p) {
  const auto shows_page = [&](const cv::Mat& picture, double px_per_mm) {
    return std::abs(picture.cols - p.width_mm * px_per_mm) <= 2 && std::abs(picture.rows - p.height_mm * px_per_mm) <= 2;
  };
  const auto features = static_cast<int>(p.features.points.size());
  return p.width_mm > 0 && p.height_mm > 0 && shows_page(p.blank, print_px_per_mm) &&
         shows_page(p.sheet, sheet_dpi / mm_per_inch) && shows_page(p.coarse, feature_px_per_mm) &&
         p.features.descriptors.rows == features && (features == 0 || p.features.descriptors.cols == 32);
}

}  // namespace

std::string bytes_of(const PagePrint& print) {
  const PagePrint::Impl& p = print.impl();
  const double size_mm[2]{p.width_mm, p.height_mm};
  PartWriter out(print_mark);
  out.add(size_mm, 2);
  out.add_picture(p.blank);
  out.add_picture(p.sheet);
  out.add_picture(p.coarse);
  out.add(p.writing);
  out.add(p.code_box ? &*p.code_box : nullptr, p.code_box ? 1 : 0);
  out.add(p.features.points);
  out.add_picture(p.features.descriptors);
  out.add(p.patches);
  return out.take();
}

std::string preparing_library() {
  return "OpenCV " + cv::getVersionString();
}

PagePrint open_print(const fs::path& path) {
  auto mapped = std::make_shared<Mapped<PagePrint::Impl>>(path);
  PartReader in(mapped->file, print_mark);
  PagePrint::Impl& p = mapped->value;
  const std::span<const double> size_mm = in.next<double>();
  in.require(size_mm.size() == 2);
  p.width_mm = size_mm[0];
  p.height_mm = size_mm[1];
  p.blank = in.picture();
  p.sheet = in.picture();
  p.coarse = in.picture();
  p.writing = in.copy<BoxMm>();
  const std::span<const BoxMm> code_boxes = in.next<BoxMm>();
  if (!code_boxes.empty()) p.code_box = code_boxes.front();
  p.features.points = in.copy<cv::KeyPoint>();
  p.features.descriptors = in.picture();
  p.patches = in.copy<PointMm>();
  in.require(in.at_end() && code_boxes.size() <= 1 && is_sound(p));
  return PagePrint(std::shared_ptr<const PagePrint::Impl>(mapped, &p));
}

std::string index_bytes_of(const Prints& prints) {
  PartWriter out(index_mark);
  out.add(prints.index().places);
  out.add(prints.index().starts);
  out.add(prints.index().postings);
  return out.take();
}

Prints open_prints(const std::vector<fs::path>& files, const fs::path& index) {
  std::vector<PagePrint> prints;
  for (const fs::path& file : files) prints.push_back(open_print(file));
  auto mapped = std::make_shared<Mapped<WordIndex>>(index);
  PartReader in(mapped->file, index_mark);
  mapped->value.places = in.next<FeaturePlace>();
  mapped->value.starts = in.next<std::uint32_t>();
  mapped->value.postings = in.next<std::uint32_t>();
  return {std::move(prints), std::shared_ptr<const WordIndex>(mapped, &mapped->value)};
}

}  // namespace carescan::imaging
