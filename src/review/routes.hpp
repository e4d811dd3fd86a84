#pragma once

#include <string>

#include "src/review/api.hpp"

namespace carescan::web {

/// What answers a GET of the JSON API; null where nothing does.
Handler get_handler(const std::string& path);

/// What answers a POST; null where nothing does.
Handler post_handler(const std::string& path);

}  // namespace carescan::web
