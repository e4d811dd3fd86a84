// Writes the bundles of the mutation suite, for other validators to look at: OUT/<n>.json, and OUT/manifest.tsv with
// file, subject, resource type, "breaks" or "legal", and why.
//   fhir_mutants OUT
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <sstream>

#include "tests/support/fhir_mutations.hpp"

namespace {

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

void write_all(const std::filesystem::path& out) {
  std::filesystem::create_directories(out);
  std::ofstream manifest(out / "manifest.tsv");
  for (const std::string& name : fhir_mutations::base_names()) {
    write(out / (name + ".json"), fhir_mutations::base(name));
    manifest << name << ".json\t" << name << "\tBundle\tlegal\tunchanged\n";
  }
  int number = 0;
  for (const fhir_mutations::Mutation& mutation : fhir_mutations::mutations()) {
    std::ostringstream file;
    file << std::setw(4) << std::setfill('0') << ++number << ".json";
    write(out / file.str(), fhir_mutations::mutated(mutation));
    manifest << file.str() << '\t' << mutation.subject << '\t' << mutation.type << '\t'
             << (mutation.breaks ? "breaks" : "legal") << '\t' << mutation.why << '\n';
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: fhir_mutants OUT\n";
    return 2;
  }
  write_all(arguments[1]);
}
