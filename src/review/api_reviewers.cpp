#include "src/review/api.hpp"
#include "src/review/refused.hpp"

namespace carescan::web {

Json post_reviewers(Office& office, const Call& call) {
  const std::string name = call.text("name");
  if (!is_reviewer_name(name)) throw Refused{400, "reviewer-name", "a name has 1 to 60 characters that can be printed"};
  return {{"link", office.url + "/sign-in?token=" + office.sessions.invite(name)}};
}

}  // namespace carescan::web
