#pragma once

namespace carescan::imaging {

/// This process reads page after page from here on. It works with one thread: workers are processes, and a thread pool
/// in each of them would have them wait for each other's processors. And it keeps the memory of pictures up to 32 MB for
/// the next one: given back and asked for again, the kernel clears it each time, a sixth of what a page costs.
void become_worker();

}  // namespace carescan::imaging
