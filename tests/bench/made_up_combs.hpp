#pragma once

#include "tests/bench/made_up_page.hpp"

namespace carescan::bench {

/// A page of combs that no form has: cells of 4.3 to 7 by 5.8 to 9 mm, joined or apart, boxes or combs open at the top,
/// fine or bold, black or grey, with words printed over them.
MadeUpPage make_up_combs(rehearsal::Chance&);

}  // namespace carescan::bench
