#include "src/review/routes.hpp"

#include <map>

namespace carescan::web {
namespace {

using Routes = std::map<std::string, Handler>;

Handler find(const Routes& routes, const std::string& path) {
  const auto found = routes.find(path);
  return found == routes.end() ? nullptr : found->second;
}

}  // namespace

Handler get_handler(const std::string& path) {
  static const Routes routes{
      {"/api/work", get_work},         {"/api/items", get_items},           {"/api/documents", get_documents},
      {"/api/document", get_document}, {"/api/quarantine", get_quarantine}, {"/api/people", get_people}};
  return find(routes, path);
}

Handler post_handler(const std::string& path) {
  static const Routes routes{
      {"/api/decisions", post_decisions}, {"/api/check", post_check},           {"/api/undo", post_undo},
      {"/api/release", post_release},     {"/api/quarantine", post_quarantine}, {"/api/people", post_people},
      {"/api/reviewers", post_reviewers}};
  return find(routes, path);
}

}  // namespace carescan::web
