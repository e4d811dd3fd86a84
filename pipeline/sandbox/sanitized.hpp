#pragma once

namespace carescan::sandbox {

/// Sanitizers map terabytes, start threads and trace themselves: nothing of that can be taken away from them.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif

}  // namespace carescan::sandbox
