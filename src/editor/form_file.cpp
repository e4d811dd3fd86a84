#include "src/editor/form_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "pipeline/forms/form_json.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"
#include "src/review/refused.hpp"

namespace fs = std::filesystem;

namespace carescan::editor {
namespace {

/// What was written beside and did not take the file's place goes away.
class Beside {
 public:
  explicit Beside(const fs::path& file) : file_(file), name_(file.string() + ".XXXXXX") {
    descriptor_ = ::mkostemp(name_.data(), O_CLOEXEC);
    if (descriptor_ < 0) fail();
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;
  ~Beside() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!name_.empty()) ::unlink(name_.c_str());
  }

  void write(const std::string& bytes) const {
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t count = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
      if (count < 0 && errno != EINTR) fail();
      if (count > 0) done += static_cast<std::size_t>(count);
    }
    struct stat rights {};
    if (::stat(file_.c_str(), &rights) != 0 || ::fchmod(descriptor_, rights.st_mode & 07777) != 0) fail();
    if (::fsync(descriptor_) != 0) fail();
  }

  void take_place() {
    if (::rename(name_.c_str(), file_.c_str()) != 0) fail();
    name_.clear();
    const int folder = ::open(file_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
      ::fsync(folder);
      ::close(folder);
    }
  }

 private:
  [[noreturn]] void fail() const {
    throw Failure{"out-unwritable", file_.string(), std::string("form.json cannot be saved: ") + std::strerror(errno),
                  "free some space, or make the folder writable"};
  }

  fs::path file_;
  std::string name_;
  int descriptor_ = -1;
};

}  // namespace

FormText read_form_text(const fs::path& folder) {
  std::string text = forms::form_json_text(folder);
  std::string sha256 = records::sha256_hex(text);
  return {std::move(text), std::move(sha256)};
}

FormText replace_form_text(const fs::path& folder, const std::string& was_sha256, const std::string& text) {
  Beside beside(fs::canonical(folder / "form.json"));
  beside.write(text);
  if (read_form_text(folder).sha256 != was_sha256)
    throw web::Refused{409, "form-changed",
                       "form.json was changed by somebody else since this page was loaded; nothing was saved. Load the "
                       "page again to see what is there now: what you changed here is lost then, so note it first"};
  beside.take_place();
  return read_form_text(folder);
}

}  // namespace carescan::editor
