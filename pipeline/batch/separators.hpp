#pragma once

#include <string>

namespace carescan::batch {

/// A printable PDF of `count` equal A4 separator sheets. Each has separator_code five times as a QR code, a big one and
/// one in each corner, so that it is known by fax, from a photo and with a corner folded; both ends look the same, so
/// that no way of laying it into the pile is wrong. The same bytes each time.
std::string separator_sheets(int count);

}  // namespace carescan::batch
