#include "src/review/browser.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "src/review/folder.hpp"
#include "src/review/plain_page.hpp"

namespace carescan::web {
namespace {

bool has_display() {
  for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"})
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return true;
  return false;
}

/// In a session of its own, so that Ctrl-C ends the review and not the browser.
[[noreturn]] void become_browser(const char* file) {
  ::setsid();
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nowhere, stream);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execlp("xdg-open", "xdg-open", file, nullptr);
  ::_exit(127);
}

}  // namespace

void open_in_browser(const batch::OutFolder& out, const std::string& link) {
  if (!has_display()) return;
  batch::write_file(out, link_file(out), page_that_opens(link));
  const std::string file = link_file(out).string();
  const pid_t child = ::fork();
  if (child < 0) return;
  if (child == 0) {
    if (::fork() != 0) ::_exit(0);  // whoever starts us need not wait for the browser
    become_browser(file.c_str());
  }
  ::waitpid(child, nullptr, 0);
}

}  // namespace carescan::web
