#include "src/review/plain_page.hpp"

#include <fmt/format.h>

namespace carescan::web {
namespace {

std::string page(const std::string& command, const std::string& title, const std::string& head,
                 const std::string& body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n{}<link rel=\"stylesheet\" href=\"/app.css\">\n<title>{} – {}</title>\n"
      "<main class=\"plain\">\n{}</main>\n",
      head, title, command, body);
}

std::string for_a_new_link(const std::string& command) {
  return fmt::format("For a new one, end <code>{}</code> with Ctrl-C and start it again{}.\n", command,
                     command == "carescan review" ? ", or ask a reviewer who is signed in to add you" : "");
}

}  // namespace

std::string page_that_goes_on(const std::string& command) {
  return page(command, "Signed in", "<meta http-equiv=\"refresh\" content=\"0;url=/\">\n",
              "<h1>You are signed in</h1>\n<p><a href=\"/\">Go on</a>\n");
}

std::string page_without_session(const std::string& command) {
  return page(command, "Sign in", "",
              fmt::format("<h1>Sign in first</h1>\n<p>You are not signed in here, or your 12 hours have ended. Nothing "
                          "that was saved is lost.\n<p>Open the link that <code>{}</code> printed. Each link works "
                          "once. {}",
                          command, for_a_new_link(command)));
}

std::string page_of_used_link(const std::string& command) {
  return page(
      command, "This link does not work", "",
      "<h1>This link does not work any more</h1>\n<p>A link works once, for 15 minutes. " + for_a_new_link(command));
}

std::string page_that_opens(const std::string& link) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" "
      "content=\"0;url={}\">\n<title>carescan</title>\n<p><a href=\"{}\">Go on</a>\n",
      link, link);
}

}  // namespace carescan::web
