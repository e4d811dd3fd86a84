#include "pipeline/intake/limited_stream.hpp"

#include <qpdf/Pipeline.hh>

#include <stdexcept>

namespace carescan::intake {
namespace {

struct TooLong : std::runtime_error {
  TooLong() : std::runtime_error("stream too long") {}
};

/// The end of a qpdf pipeline: keeps what comes until it is too much.
class Keep : public Pipeline {
 public:
  Keep(std::string& kept, std::size_t max_bytes) : Pipeline("keep", nullptr), kept_(kept), max_bytes_(max_bytes) {}
  void write(unsigned char const* bytes, std::size_t count) override {
    if (count > max_bytes_ - kept_.size()) throw TooLong();
    kept_.append(reinterpret_cast<const char*>(bytes), count);
  }
  void finish() override {}

 private:
  std::string& kept_;
  std::size_t max_bytes_;
};

}  // namespace

std::optional<std::string> stream_bytes(QPDFObjectHandle stream, bool unpacked, std::size_t max_bytes) {
  std::string bytes;
  Keep keep(bytes, max_bytes);
  bool filtered = false;
  try {
    const auto level = unpacked ? qpdf_dl_specialized : qpdf_dl_none;
    const bool whole = stream.pipeStreamData(&keep, &filtered, 0, level, true, false);
    if (!whole || (unpacked && !filtered)) return std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace carescan::intake
