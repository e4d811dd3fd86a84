#include "src/review/routes.hpp"

#include <map>

#include "src/review/api.hpp"
#include "src/review/pictures.hpp"

namespace carescan::web {
namespace {

using Routes = std::map<std::string, Handler>;

const Routes& get_routes() {
  static const Routes routes{
      {"/api/work", get_work},         {"/api/items", get_items},           {"/api/documents", get_documents},
      {"/api/document", get_document}, {"/api/quarantine", get_quarantine}, {"/api/people", get_people}};
  return routes;
}

const Routes& post_routes() {
  static const Routes routes{
      {"/api/decisions", post_decisions}, {"/api/check", post_check},           {"/api/undo", post_undo},
      {"/api/release", post_release},     {"/api/quarantine", post_quarantine}, {"/api/people", post_people},
      {"/api/reviewers", post_reviewers}};
  return routes;
}

Site::Answer answers_of(Office& office, const Routes& routes) {
  return [&](const std::string& path, const Call& call) -> std::optional<Json> {
    const auto found = routes.find(path);
    if (found == routes.end()) return std::nullopt;
    return found->second(office, call);
  };
}

}  // namespace

namespace {

/// "around" (mm) more than "top" and "bottom" (tenths of a mm) and the usual margin at the sides.
Margins asked_margins(const Call& call) {
  const auto around = static_cast<double>(call.number("around", 0, 0, 300));
  const Margins usual;
  const auto tenths = [&](const char* name, double mm) {
    return static_cast<double>(call.number(name, static_cast<int>(10 * mm), 0, 100)) / 10;
  };
  return {usual.left + around, tenths("top", usual.top) + around, usual.right + around,
          tenths("bottom", usual.bottom) + around};
}

}  // namespace

Site review_site(Office& office) {
  return {
      .sessions = office.sessions,
      .command = "carescan review",
      .files = page_files(),
      .get = answers_of(office, get_routes()),
      .post = answers_of(office, post_routes()),
      .picture = [&](const std::string& path, const Call& call) { return picture(office, path, asked_margins(call)); },
      .signed_out = [&](const std::string& name) { office.desk.release(name); }};
}

}  // namespace carescan::web
