#pragma once

#include "src/review/office.hpp"
#include "src/review/site.hpp"

namespace carescan::web {

/// The review page, its API and its pictures. `office` must outlive it.
Site review_site(Office& office);

}  // namespace carescan::web
