#include "src/review/plain_page.hpp"

#include <fmt/format.h>

namespace carescan::web {
namespace {

std::string page(const std::string& title, const std::string& head, const std::string& body) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n{}<link rel=\"stylesheet\" href=\"/app.css\">\n<title>{} – carescan "
      "review</title>\n<main class=\"plain\">\n{}</main>\n",
      head, title, body);
}

}  // namespace

std::string page_that_goes_on() {
  return page("Signed in", "<meta http-equiv=\"refresh\" content=\"0;url=/\">\n",
              "<h1>You are signed in</h1>\n<p><a href=\"/\">Go to the review</a>\n");
}

std::string page_without_session() {
  return page(
      "Sign in", "",
      "<h1>Sign in first</h1>\n<p>You are not signed in here, or your 12 hours have ended. Nothing you decided is "
      "lost.\n<p>Open the link that <code>carescan review</code> printed. Each link works once. For a new one, "
      "end the command with Ctrl-C and start it again, or ask a reviewer who is signed in to add you.\n");
}

std::string page_of_used_link() {
  return page("This link does not work", "",
              "<h1>This link does not work any more</h1>\n<p>A link works once, for 15 minutes. For a new one, end "
              "<code>carescan review</code> with Ctrl-C and start it again, or ask a reviewer who is signed in to add "
              "you.\n");
}

std::string page_that_opens(const std::string& link) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<meta http-equiv=\"refresh\" "
      "content=\"0;url={}\">\n<title>carescan review</title>\n<p><a href=\"{}\">Go to the review</a>\n",
      link, link);
}

}  // namespace carescan::web
