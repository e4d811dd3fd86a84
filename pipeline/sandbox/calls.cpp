#include "pipeline/sandbox/calls.hpp"

#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace carescan::sandbox {
namespace {

/// What reading files, decoding pictures and committing documents takes. Anything else, what a later kernel brings
/// included, is as if the kernel did not have it; libraries then fall back on what is here.
constexpr const char* every_program[] = {
    // files
    "read", "write", "pread64", "pwrite64", "readv", "writev", "lseek", "open", "openat", "close", "close_range",
    "stat", "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2",
    "readlink", "readlinkat", "getdents64", "getcwd", "fcntl", "flock", "fsync", "fdatasync", "ftruncate", "fallocate",
    "fadvise64", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "unlink", "unlinkat", "rmdir", "fchmod",
    "chmod", "fchmodat", "umask", "copy_file_range", "sendfile", "dup", "dup2", "dup3", "pipe2", "poll", "ppoll",
    "select", "pselect6",
    // memory
    "mmap", "mprotect", "munmap", "mremap", "madvise", "brk",
    // threads, signals and the end
    "futex", "sched_yield", "sched_getaffinity", "set_robust_list", "get_robust_list", "rseq", "set_tid_address",
    "membarrier", "getcpu", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "restart_syscall",
    "tgkill", "exit", "exit_group", "arch_prctl", "prctl",
    // who, when and how much
    "getpid", "gettid", "getppid", "getuid", "geteuid", "getgid", "getegid", "getrlimit", "setrlimit", "getrusage",
    "sysinfo", "uname", "times", "time", "gettimeofday", "clock_gettime", "clock_getres", "clock_nanosleep",
    "nanosleep", "getrandom",
    // a program may be confined further
    "seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"};

/// To start carescan-pdf, wait for it and stop it.
constexpr const char* starting_programs[] = {"vfork", "execve", "wait4", "waitid", "kill"};

using Filter = std::unique_ptr<void, decltype(&seccomp_release)>;

void check(int error, const char* what) {
  if (error != 0) throw std::system_error(-error, std::generic_category(), what);
}

/// A name that this machine's libseccomp or processor does not know is no call that anybody could make.
void allow(const Filter& filter, const char* name) {
  const int number = seccomp_syscall_resolve_name(name);
  if (number == __NR_SCMP_ERROR || number < 0) return;
  check(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, number, 0), name);
}

/// Threads and processes, but no new namespaces. clone3 hides its flags from the filter; glibc falls back on clone.
void allow_clone(const Filter& filter) {
  constexpr scmp_datum_t new_namespaces =
      CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP;
  check(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                         SCMP_A0(SCMP_CMP_MASKED_EQ, new_namespaces, 0)),
        "clone");
}

/// Limits of this process alone; and what a stream asks of its descriptor when it opens it, whether it is a terminal.
void allow_harmless_forms(const Filter& filter) {
  check(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0)), "prlimit64");
  check(seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, TCGETS)), "ioctl");
}

}  // namespace

bool can_confine_calls() {
  unsigned action = SECCOMP_RET_ERRNO;
  return ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

void confine_calls(bool start_programs) {
  const Filter filter(seccomp_init(SCMP_ACT_ERRNO(ENOSYS)), &seccomp_release);
  if (!filter) throw std::system_error(ENOMEM, std::generic_category(), "seccomp_init");
  for (const char* name : every_program) allow(filter, name);
  if (start_programs)
    for (const char* name : starting_programs) allow(filter, name);
  allow_clone(filter);
  allow_harmless_forms(filter);
  check(seccomp_load(filter.get()), "seccomp_load");
}

}  // namespace carescan::sandbox
