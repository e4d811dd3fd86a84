#include "pipeline/batch/identify_page.hpp"

#include <algorithm>

#include "pipeline/batch/page_code.hpp"
#include "pipeline/imaging/codes.hpp"

namespace carescan::batch {
namespace {

using Kind = CodeMeaning::Kind;
using imaging::Identification;

/// A form's page may bear a sticker with a separator's code, a separator sheet has the code in several places: one
/// alone is not enough to let a page go unread.
constexpr std::size_t codes_of_separator = 2;

/// What the codes say that are not foreign.
std::vector<CodeMeaning> meanings(const std::vector<imaging::PrintedCode>& codes, const Catalogue& catalogue) {
  std::vector<CodeMeaning> all;
  for (const imaging::PrintedCode& code : codes)
    if (CodeMeaning meaning = meaning_of(code.text, catalogue.pages); meaning.kind != Kind::foreign)
      all.push_back(std::move(meaning));
  return all;
}

/// Where the sheet lies by the code that names the print; nothing where the blank's own code was not found.
std::optional<Homography> map_by_code(const std::vector<imaging::PrintedCode>& codes, std::size_t print,
                                      const Catalogue& catalogue) {
  const std::optional<BoxMm>& printed = catalogue.prints[static_cast<int>(print)].code_box();
  const auto named = std::ranges::find_if(codes, [&](const imaging::PrintedCode& code) {
    const CodeMeaning meaning = meaning_of(code.text, catalogue.pages);
    return meaning.kind == Kind::page && meaning.print == print;
  });
  if (!printed || named == codes.end()) return std::nullopt;
  return imaging::map_by_code(*named, *printed);
}

/// The page laid on the print that its code names, if it passes every gate there and nothing else fits clearly better.
Identification registered_as(std::size_t print, const Identification& by_printing, const imaging::Straightened& page,
                             const Catalogue& catalogue, imaging::RegisterOptions options) {
  options.only = {static_cast<int>(print)};
  Identification named = imaging::identify(page, catalogue.prints, options);
  const double best = by_printing.candidates.empty() ? 0 : by_printing.candidates.front().support;
  if (named.accepted && named.accepted->support * options.min_margin < best) {
    named = by_printing;
    named.accepted.reset();
    named.reason = "code-disagrees";
  }
  return named;
}

/// Whether printing alone, asked between the page that it says and the one that the code names, would leave it open or
/// side with the code: another version of the form fits nearly as well wherever it is not looked at closely.
bool is_open_between(int said, int named, const imaging::Straightened& page, const Catalogue& catalogue,
                     imaging::RegisterOptions options) {
  options.only = {said, named};
  const Identification id = imaging::identify(page, catalogue.prints, options);
  return id.accepted ? id.accepted->print == named : id.reason == "two-forms-alike";
}

/// Printing has decided: the code at its place may confirm it, or must be made to agree.
PageIdentity checked_by_code(Identification by_printing, const imaging::Straightened& page, const Catalogue& catalogue,
                             const imaging::RegisterOptions& options) {
  const auto print = static_cast<std::size_t>(by_printing.accepted->print);
  const auto said = meanings(imaging::codes_in_place(page, *by_printing.accepted, catalogue.prints[print]), catalogue);
  if (said.empty()) return {std::move(by_printing)};
  const CodeMeaning& code = said.front();
  if (code.kind == Kind::page && code.print == print) return {std::move(by_printing), code.instance, code.shown};
  if (code.kind == Kind::page &&
      is_open_between(static_cast<int>(print), static_cast<int>(code.print), page, catalogue, options)) {
    Identification named = registered_as(code.print, by_printing, page, catalogue, options);
    if (named.accepted) return {std::move(named), code.instance, code.shown};
  }
  by_printing.accepted.reset();
  by_printing.reason = "code-disagrees";
  return {std::move(by_printing), "", code.shown};
}

/// Printing leaves it open: the codes on the page may name the one print to try, or say that it is a separator.
PageIdentity helped_by_code(Identification by_printing, const imaging::Straightened& page, const Catalogue& catalogue,
                            const imaging::RegisterOptions& options) {
  const std::vector<imaging::PrintedCode> codes = imaging::find_codes(page.grey);
  const auto said = meanings(codes, catalogue);
  if (said.empty()) return {std::move(by_printing)};
  const CodeMeaning& code = said.front();
  const bool all_same = std::all_of(said.begin(), said.end(), [&](const CodeMeaning& other) {
    return other.kind == code.kind && other.shown == code.shown && other.instance == code.instance;
  });
  if (all_same && code.kind == Kind::separator && said.size() >= codes_of_separator)
    return {std::move(by_printing), "", code.shown, true};
  if (!all_same || code.kind != Kind::page) return {std::move(by_printing), "", code.shown};
  imaging::RegisterOptions from_code = options;
  from_code.start = map_by_code(codes, code.print, catalogue);
  Identification named = registered_as(code.print, by_printing, page, catalogue, from_code);
  if (named.accepted || named.reason == "code-disagrees") return {std::move(named), code.instance, code.shown};
  return {std::move(by_printing), "", code.shown};
}

}  // namespace

PageIdentity identify_page(const imaging::Straightened& page, const Catalogue& catalogue,
                           const imaging::RegisterOptions& options) {
  Identification by_printing = imaging::identify(page, catalogue.prints, options);
  return by_printing.accepted ? checked_by_code(std::move(by_printing), page, catalogue, options)
                              : helped_by_code(std::move(by_printing), page, catalogue, options);
}

PageIdentity identify_named(const imaging::Straightened& page, const Catalogue& catalogue, const PageDecision& named,
                            const imaging::RegisterOptions& options) {
  const auto of = std::ranges::find_if(catalogue.pages, [&](const Catalogue::PageOfForm& candidate) {
    const FormTemplate& form = catalogue.forms[candidate.form];
    return form.id == named.form && form.version == named.version && candidate.number == named.page;
  });
  if (of == catalogue.pages.end()) return {.who = {.accepted = {}, .candidates = {}, .reason = "no-form-matches"}};
  imaging::RegisterOptions only = options;
  only.only = {static_cast<int>(of - catalogue.pages.begin())};
  PageIdentity identity = identify_page(page, catalogue, only);
  if (identity.who.accepted && identity.who.accepted->print != only.only.front()) {
    identity.who.accepted.reset();
    identity.who.reason = "code-disagrees";
  }
  identity.separator = false;
  return identity;
}

}  // namespace carescan::batch
