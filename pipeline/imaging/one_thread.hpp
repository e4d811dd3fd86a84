#pragma once

namespace carescan::imaging {

/// This process works with one thread from here on: workers are processes, and a thread pool in each of them would
/// have them wait for each other's processors.
void use_one_thread();

}  // namespace carescan::imaging
