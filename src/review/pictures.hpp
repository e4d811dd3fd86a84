#pragma once

#include <string>

#include "src/review/office.hpp"
#include "src/review/site.hpp"

namespace carescan::web {

/// "/crop/<document>/<field>.png": the ink of a field, with these margins.
/// "/page/<document>/<n>": a registered page. "/quarantine/<id>.jpg": a page that no form claims.
/// `path` is decoded. Nothing but ids that were checked, and numbers, becomes a path on disk. Throws Refused 404.
Picture picture(Office&, const std::string& path, const Margins&);

}  // namespace carescan::web
