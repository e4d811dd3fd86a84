#include "src/commands/research.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <ostream>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/deidentify.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/research.hpp"
#include "pipeline/model/failure.hpp"
#include "src/commands/words.hpp"
#include "src/review/secrets.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

constexpr std::size_t shortest_key = 32;

[[noreturn]] void unusable(const fs::path& file, const std::string& why, const std::string& hint) {
  throw Failure{"key-unusable", file.string(), why, hint};
}

void make_key(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) unusable(file, "a new key cannot be written here", "name another file: --key FILE");
  const std::string key = web::random_token() + "\n";
  const bool whole =
      ::write(descriptor, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(descriptor) == 0;
  ::close(descriptor);
  if (whole) return;
  fs::remove(file);
  unusable(file, "a new key cannot be written here", "make room, or name another file: --key FILE");
}

bool is_within(const fs::path& file, const fs::path& folder) {
  const fs::path inner = fs::weakly_canonical(fs::absolute(file)), outer = fs::weakly_canonical(fs::absolute(folder));
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

}  // namespace

std::string provider_key(const fs::path& file, std::ostream& notes) {
  if (!fs::exists(file)) {
    make_key(file);
    notes << "made the key " << file.string() << ": keep it, and never hand it on with an extract\n";
  }
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0 || !S_ISREG(about.st_mode))
    unusable(file, "this is no file that can be read", "name the key's file: --key FILE");
  if ((about.st_mode & 077) != 0)
    unusable(file, "others than its owner may read or change it", "chmod 600 it, or have a new key made");
  std::string key = batch::read_file(file);
  key.erase(key.find_last_not_of(" \r\n\t") + 1);
  if (key.size() < shortest_key)
    unusable(file, "it has fewer than 32 characters", "have a key made: name a file that is not there");
  return key;
}

ExitCode export_research(const ResearchExport& options, std::ostream& notes) {
  if (is_within(options.key, options.to))
    unusable(options.key, "it would lie in the extract, and whoever has both knows every person",
             "choose another --key or --to");
  const batch::OutFolder out{options.out};
  batch::ResearchOptions made{"", {}};
  if (!options.opt_out.empty())
    made.opted_out = batch::opted_out(batch::read_file(options.opt_out), options.opt_out.string());
  batch::read_ledger(out);  // before a key is made: is this a run at all?
  made.key = provider_key(options.key, notes);
  const batch::ResearchCount count =
      batch::export_research(out, batch::load_forms(options.templates), made, options.to);
  notes << counted(count.values, "value") << " of " << counted(count.documents, "document") << " in "
        << options.to.string() << "; its README.txt says what risk remains\n";
  if (!made.opted_out) notes << "no opt-out list was given (--opt-out): nobody was left out\n";
  const auto left_out = [&](long documents, const char* why) {
    if (documents > 0) notes << counted(documents, "document") << " left out: " << why << "\n";
  };
  left_out(count.opted_out, "their people are on the opt-out list");
  left_out(count.nobody_knows,
           "no NHS number that somebody stands behind says whether they are on it (carescan review)");
  left_out(count.held, "they look like scans of one paper, or bear one NHS number by mistake (carescan review)");
  left_out(count.without_form, "the form they were read with is not at hand: name it with --templates");
  return count.needs_person() ? ExitCode::needs_person : ExitCode::done;
}

}  // namespace carescan::app
