#pragma once

#include <string>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::web {

/// Opens a link with xdg-open, if there is a display. The browser is given a file that only its owner can read and that
/// goes on to the link: a link on a command line could be seen by everybody on the machine. Nothing is said where no
/// browser comes up: the link is printed anyway.
void open_in_browser(const batch::OutFolder&, const std::string& link);

}  // namespace carescan::web
