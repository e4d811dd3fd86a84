#pragma once

namespace carescan {

/// What can fail though we did nothing wrong: the disk, the machine's memory, its table of processes.
enum class Step { write, sync, rename, start_process, page_memory };

/// Asked before every such step: 0, go on; else the errno with which the step has failed, and which must be taken as if
/// the system had said so. In the product it is always 0 (fault_point.cpp). A test program that is linked with a
/// definition of its own (tests/support/fault_plan.cpp) fails, or is killed, wherever its plan says.
int fault_before(Step);

}  // namespace carescan
