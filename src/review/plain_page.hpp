#pragma once

#include <string>

/// Pages that need no script: before there is a session, and after it. `command` printed the link: "carescan review".
namespace carescan::web {

/// Goes on to `/` by itself: the browser then sends the cookie that came with this page.
std::string page_that_goes_on(const std::string& command);

/// Asks for the link, to somebody who opens the address without it.
std::string page_without_session(const std::string& command);

/// The link was used, is too old, or never was one.
std::string page_of_used_link(const std::string& command);

/// Opens a link; for a file, so that the link is on no command line.
std::string page_that_opens(const std::string& link);

}  // namespace carescan::web
