#include "pipeline/review/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/forget.hpp"
#include "pipeline/batch/kept_reading.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::review {
namespace {

class Verifier {
 public:
  Verifier(const batch::OutFolder& out, const std::vector<FormTemplate>& forms) : out_(out), forms_(forms) {}

  Verified operator()(const std::string& head) {
    check_decisions(head);
    for (const batch::LedgerEntry& entry : batch::read_ledger(out_))
      for (const std::string& id : entry.documents()) check_document(entry, id);
    return found_;
  }

 private:
  void tell(const fs::path& file, const std::string& why) {
    found_.breaches.push_back({fs::relative(file, out_.root).string(), why});
  }

  void check_decisions(const std::string& head) {
    const std::vector<batch::ChainLine> chain = batch::read_chain(out_);
    found_.decisions = static_cast<long>(chain.size());
    if (!chain.empty()) found_.head = chain.back().hash;
    for (const batch::ChainBreak& broken : batch::check_chain(chain)) tell(broken.file, broken.why);
    found_.head_found = head.empty() || std::ranges::find(chain, head, &batch::ChainLine::hash) != chain.end();
  }

  const FormTemplate* form_of(const batch::KeptReading& kept) const {
    for (const FormTemplate& form : forms_)
      if (form.id == kept.form && form.version == kept.version && form.sha256 == kept.template_sha256) return &form;
    return nullptr;
  }

  void check_document(const batch::LedgerEntry& entry, const std::string& id) {
    const fs::path folder = out_.document(id);
    if (batch::is_forgotten(out_, id)) {
      if (fs::exists(folder)) tell(folder, "is there although it was forgotten: run the same forget command again");
      return;
    }
    try {
      const std::string json = batch::read_file(folder / "reading.json");
      const auto known = entry.readings.find(id);
      if (known == entry.readings.end() || known->second != records::sha256_hex(json))
        return tell(folder / "reading.json", "is not what the ledger says was read");
      const batch::KeptReading kept = batch::kept_reading_from_json(json, "reading.json");
      check_pictures(folder, kept);
      const FormTemplate* form = form_of(kept);
      if (form == nullptr) {
        ++found_.without_form;
        return;
      }
      check_files(folder, batch::document_files(kept, *form, batch::read_corrections(out_.corrections(id))));
      ++found_.documents;
    } catch (const Failure& failure) {
      tell(failure.path.empty() ? folder : fs::path(failure.path), failure.why);
    }
  }

  void check_pictures(const fs::path& folder, const batch::KeptReading& kept) {
    for (const auto& [page, sha256] : kept.pictures) {
      const fs::path file = folder / fmt::format("pages/{}.jpg", page);
      if (!fs::exists(file))
        tell(file, "is missing");
      else if (records::sha256_of_file(file) != sha256)
        tell(file, "is not the picture that was made when the page was read");
    }
  }

  void check_files(const fs::path& folder, const batch::DocumentFiles& made) {
    const auto check = [&](const fs::path& file, const std::string& bytes) {
      if (!fs::exists(file))
        tell(file, "is missing");
      else if (batch::read_file(file) != bytes)
        tell(file, "is not what reading and corrections give");
    };
    check(folder / "record.json", made.record_json);
    check(folder / (made.valid ? "bundle.json" : "bundle.rejected.json"), made.bundle);
    check(folder / "outcome.json", made.outcome);
    if (const fs::path other = folder / (made.valid ? "bundle.rejected.json" : "bundle.json"); fs::exists(other))
      tell(other, "does not belong here");
  }

  const batch::OutFolder& out_;
  const std::vector<FormTemplate>& forms_;
  Verified found_;
};

}  // namespace

Verified verify(const batch::OutFolder& out, const std::vector<FormTemplate>& forms, const std::string& head) {
  return Verifier(out, forms)(head);
}

}  // namespace carescan::review
