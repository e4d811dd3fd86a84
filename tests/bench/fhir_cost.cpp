// What a bundle costs, in CPU ms on one core: making it, checking it, both. A record in which every field of the
// form is filled in and accepted (the most there is to say); the fastest and the median of the runs.
//   fhir_cost FORM_DIR [RUNS]
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <iostream>
#include <nlohmann/json.hpp>
#include <vector>

#include "pipeline/fhir/bundle.hpp"
#include "pipeline/fhir/validate.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/unit/fhir/full_record.hpp"

namespace {

using namespace carescan;

/// CPU time of this process, in ms.
double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void tell(const char* what, std::vector<double> ms) {
  std::ranges::sort(ms);
  std::cout << fmt::format("| {} | {:.2f} | {:.2f} |\n", what, ms.front(), ms[ms.size() / 2]);
}

void measure(const FormTemplate& form, int runs) {
  const Record record = fhir_sample::filled_in(form, true);
  const std::vector<fhir::Scan> scans = fhir_sample::scans();
  const fhir::BundleOptions options = fhir_sample::options();
  std::vector<double> making, checking, both;
  std::string bundle;
  std::vector<fhir::Finding> findings;
  for (int run = 0; run <= runs; ++run) {
    const double start = cpu_ms();
    bundle = fhir::make_bundle(record, form, scans, options);
    const double made = cpu_ms();
    findings = fhir::validate(bundle);
    const double checked = cpu_ms();
    if (run == 0) continue;  // reads the compiled-in tables
    making.push_back(made - start);
    checking.push_back(checked - made);
    both.push_back(checked - start);
  }
  std::cout << fmt::format(
      "{} {}: {} fields, {} entries, {} bytes, {} findings; {} runs\n| step | least ms | median ms |\n| --- | ---: | "
      "---: |\n",
      form.id, form.version, form.fields.size(), nlohmann::json::parse(bundle).at("entry").size(), bundle.size(),
      findings.size(), runs);
  tell("make the bundle", making);
  tell("check it", checking);
  tell("both", both);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2 || count > 3) {
    std::cerr << "usage: fhir_cost FORM_DIR [RUNS]\n";
    return 2;
  }
  try {
    measure(forms::load_form(arguments[1]), count == 3 ? std::stoi(arguments[2]) : 200);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << fmt::format("{}: {}: {} ({})\n", failure.code, failure.path, failure.why, failure.hint);
    return 1;
  }
}
