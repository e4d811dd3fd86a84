#include <fmt/format.h>
#include <sys/stat.h>

#include <iostream>

#include "pipeline/model/failure.hpp"
#include "src/options.hpp"

using namespace carescan;

namespace {

/// Failures that mean the command was given something wrong, rather than that a file of the batch failed.
bool is_usage(const std::string& code) {
  for (const char* prefix :
       {"template-", "draft-", "policy-", "provider-", "path-", "lexicon-", "truth-", "font-", "ink-", "out-missing",
        "scanner-", "push-", "review-", "document-", "port-", "token-", "key-", "opt-out-"})
    if (code.starts_with(prefix)) return true;
  return false;
}

app::ExitCode run(const std::vector<std::string>& arguments) {
  try {
    return app::parse(arguments, app::installation())(std::cout, std::cerr);
  } catch (const app::UsageError& error) {
    std::cerr << "carescan: " << error.what() << "\n";
    return app::ExitCode::usage;
  } catch (const Failure& f) {
    std::cerr << fmt::format("carescan: {}: {} ({}){}{}\n", f.path, f.why, f.code, f.hint.empty() ? "" : "\n  ",
                             f.hint);
    return is_usage(f.code) ? app::ExitCode::usage : app::ExitCode::some_failed;
  } catch (const std::exception& error) {
    std::cerr << "carescan: this is a bug of ours: " << error.what()
              << "\n  please report it with the command and `carescan --version`\n";
    return app::ExitCode::bug;
  }
}

}  // namespace

int main(int argc, char** argv) {
  ::umask(077);  // what we write is about people
  return static_cast<int>(run({argv + 1, argv + argc}));
}
