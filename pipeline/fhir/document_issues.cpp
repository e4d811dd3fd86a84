#include "pipeline/fhir/document_issues.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/fhir/names.hpp"

namespace carescan::fhir {
namespace {

/// About a page or the document; each code once a page. A page of another owner is found at a field but is about the
/// page.
std::vector<Issue> of_document(const Record& record) {
  std::vector<Issue> out;
  for (const Issue& issue : record.issues) {
    const bool about_field = !issue.field.empty() && issue.code != "page-owner-differs";
    const bool known = std::any_of(out.begin(), out.end(), [&](const Issue& other) {
      return other.code == issue.code && other.page == issue.page;
    });
    if (!about_field && !known && !clean_text(issue.code).empty()) out.push_back(issue);
  }
  return out;
}

std::string in_words(const Issue& issue) {
  if (issue.code == "page-missing") return fmt::format("Page {} of the form was not found.", issue.page);
  if (issue.code == "page-owner-differs")
    return fmt::format("Page {} of the form may belong to another person: what identifies the person there differs.",
                       issue.page);
  if (issue.code == "page-unconfirmed")
    return fmt::format("Nothing on page {} of the form says for certain that it belongs to the others.", issue.page);
  if (issue.code == "page-uneven")
    return fmt::format(
        "The printing of page {} does not lie as on one flat sheet: it may be another version of the form.",
        issue.page);
  if (issue.code == "page-twice") return fmt::format("Page {} of the form was scanned twice.", issue.page);
  return fmt::format("Noted about the document: {}.", clean_text(issue.code));
}

}  // namespace

Json document_issues(const Document& document) {
  Json out = Json::array();
  for (const Issue& issue : of_document(document.record)) {
    Json parts = Json::array({extension("code", "valueCode", clean_text(issue.code))});
    if (issue.page > 0) parts.push_back(extension("page", "valuePositiveInt", issue.page));
    out.push_back({{"url", std::string(names::own_extension) + "document-issue"}, {"extension", parts}});
  }
  return out;
}

std::string issues_in_words(const Document& document) {
  std::string out;
  for (const Issue& issue : of_document(document.record)) out += (out.empty() ? ". " : " ") + in_words(issue);
  return out;
}

}  // namespace carescan::fhir
