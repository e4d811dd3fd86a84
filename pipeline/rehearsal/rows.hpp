#pragma once

#include <map>
#include <string>

#include "pipeline/rehearsal/people.hpp"

namespace carescan::rehearsal {

/// Makes the wishes of a table's cells those of somebody who fills it in from the top: some rows, none, or all; now and
/// then with a row left out between, or an entry that goes on in the next row, which then has nothing in its key
/// column. `wishes` holds one for every cell, as if all rows were wanted.
void leave_rows_empty(const Table&, std::map<std::string, Wish>& wishes, Chance);

}  // namespace carescan::rehearsal
