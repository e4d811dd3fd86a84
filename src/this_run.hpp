#pragma once

#include <string>

namespace carescan::app {

/// This moment as a FHIR instant: SOURCE_DATE_EPOCH where set (reproducible-builds.org), else now. Throws UsageError.
std::string this_moment();

/// "<host>-<pid>": OutFolder::run_name of this process.
std::string run_name();

/// Who runs this: the login name, or "reviewer" where there is none.
std::string login_name();

}  // namespace carescan::app
