#include "pipeline/records/identity.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <vector>

#include "pipeline/model/failure.hpp"
#include "pipeline/model/hex.hpp"

namespace carescan::records {
namespace {

/// An OpenSSL digest fed piece by piece.
class Digest {
 public:
  explicit Digest(const EVP_MD* kind) : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_, kind, nullptr); }
  ~Digest() { EVP_MD_CTX_free(context_); }
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void add(std::string_view bytes) { EVP_DigestUpdate(context_, bytes.data(), bytes.size()); }
  std::string bytes() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_, out.data(), &size);
    return {reinterpret_cast<const char*>(out.data()), size};
  }

 private:
  EVP_MD_CTX* context_;
};

std::string digest(const EVP_MD* kind, std::string_view bytes) {
  Digest d(kind);
  d.add(bytes);
  return d.bytes();
}

/// carescan's own name space for UUID v5: the v5 of "carescan" in the DNS name space of RFC 4122, as 16 bytes.
std::string name_space() {
  static constexpr unsigned char dns[16] = {0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1,
                                            0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8};
  return std::string(reinterpret_cast<const char*>(dns), 16);
}

std::string uuid_bytes(std::string_view space, std::string_view name) {
  std::string bytes = digest(EVP_sha1(), std::string(space) + std::string(name)).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x50);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  return bytes;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  return hex(digest(EVP_sha256(), bytes));
}

std::string sha256_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Failure{"file-unreadable", path.string(), "the file cannot be opened", "check that you may read it: ls -l"};
  Digest d(EVP_sha256());
  std::vector<char> block(1 << 20);
  while (file.read(block.data(), static_cast<std::streamsize>(block.size())) || file.gcount() > 0)
    d.add({block.data(), static_cast<std::size_t>(file.gcount())});
  if (file.bad())
    throw Failure{"file-unreadable", path.string(), "reading the file failed half-way",
                  "check the disk or the network drive"};
  return hex(d.bytes());
}

std::string base64(std::string_view bytes) {
  std::string out(EVP_ENCODE_LENGTH(bytes.size()), '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string sha1_base64(std::string_view bytes) {
  return base64(digest(EVP_sha1(), bytes));
}

std::string uuid_v5(std::string_view name) {
  static const std::string space = uuid_bytes(name_space(), "carescan");
  std::string id = hex(uuid_bytes(space, name));
  for (const std::size_t at : {8u, 13u, 18u, 23u}) id.insert(at, "-");
  return id;
}

}  // namespace carescan::records
