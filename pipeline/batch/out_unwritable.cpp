#include "pipeline/batch/out_unwritable.hpp"

#include <cstring>
#include <system_error>

#include "pipeline/model/fault_point.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

constexpr const char* code = "out-unwritable";

}  // namespace

void unwritable(const fs::path& path, int error) {
  throw Failure{code, path.string(), std::strerror(error),
                "free some disk space or choose another --out; the same command then continues"};
}

bool is_unwritable(const Failure& failure) {
  return failure.code == code;
}

void create_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::is_directory(folder, error)) return;
  if (const int fault = fault_before(Step::write)) unwritable(folder, fault);
  fs::create_directories(folder, error);
  if (error) unwritable(folder, error.value());
}

}  // namespace carescan::batch
