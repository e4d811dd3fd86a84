#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "tests/unit/fhir/shipped_form.hpp"

// Writes the bundles that scripts/conformance looks at: of each shipped form, as transaction, document and collection,
// accepted by policy, looked at by a person, waiting, and blank; with a provider and without one.
// Usage: conformance_bundles FOLDER

namespace {

using namespace carescan;
using fhir::BundleKind;

void write(const std::filesystem::path& folder, const std::string& name, const Record& record,
           const FormTemplate& form) {
  const std::pair<BundleKind, const char*> kinds[] = {{BundleKind::transaction, "transaction"},
                                                      {BundleKind::document, "document"},
                                                      {BundleKind::collection, "collection"}};
  for (const auto& [kind, word] : kinds) {
    fhir::BundleOptions options = fhir_sample::options(kind);
    if (kind == BundleKind::collection) options.provider.reset();
    std::ofstream(folder / fmt::format("{}-{}-{}.json", form.id, name, word))
        << fhir::make_bundle(record, form, fhir_sample::scans(), options);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::filesystem::path folder = arguments[1];
  std::filesystem::create_directories(folder);
  for (const std::string& id : shipped::ids()) {
    const FormTemplate form = shipped::form(id);
    const auto values = shipped::filled(id);
    write(folder, "accepted", shipped::record(form, values, shipped::Trust::accepted), form);
    write(folder, "reviewed", shipped::record(form, values, shipped::Trust::reviewed), form);
    write(folder, "asked", shipped::record(form, values, shipped::Trust::asked), form);
    write(folder, "blank", shipped::record(form, {}, shipped::Trust::reviewed), form);
  }
  return 0;
}
