#pragma once

#include "src/arguments.hpp"
#include "src/commands/read.hpp"
#include "src/installation.hpp"

namespace carescan::app {

/// Describes the options of `carescan read`.
void describe_read(boost::program_options::options_description&);

/// The options of `carescan read` as they were given; the only place that asks the clock, the host and the scheduler's
/// environment. Throws UsageError.
ReadOptions read_options(const Given&, const Installation&);

/// Describes --templates; `what_for` stands before its text.
void describe_templates(boost::program_options::options_description&, const std::string& what_for = "");

/// Worker processes: --jobs, or one a processor. Throws UsageError.
int jobs_of(const Given&);

/// The folders of --templates, or those that come with carescan. Throws UsageError.
std::vector<std::filesystem::path> template_folders(const Given&, const Installation&);

}  // namespace carescan::app
