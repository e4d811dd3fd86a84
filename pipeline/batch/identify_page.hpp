#pragma once

#include <string>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/decisions.hpp"
#include "pipeline/imaging/register.hpp"

namespace carescan::batch {

/// Which page of which form a picture is.
struct PageIdentity {
  /// By its printing. Besides imaging's reasons: "code-disagrees", when the printing says one page and the printed code
  /// another.
  imaging::Identification who;
  std::string instance = {};  ///< see FormPageRead::instance
  std::string code = {};      ///< the code that was seen, for the person who looks: never one that is not ours
  bool separator = false;     ///< no page of a form, but a separator sheet
};

/// Asks the printing first: every form can be known by it, with a code or without. The code is then looked for where
/// the form has it and must not say otherwise; where it cannot be read, the printing stands alone. Where the printing
/// leaves the page open (nothing fits, or two forms do) the whole page is searched for codes, and the one page that
/// they name is taken when it passes every gate of registration; the code's corners are where its printing is looked
/// for when features agree on nothing. A code never overrules printing that fits clearly better.
PageIdentity identify_page(const imaging::Straightened&, const Catalogue&, const imaging::RegisterOptions&);

/// A page that a person named: it is laid on that form page alone, and must pass every gate there. Its printed code
/// must not say otherwise ("code-disagrees"). A form page that is not in the catalogue fits nothing
/// ("no-form-matches").
PageIdentity identify_named(const imaging::Straightened&, const Catalogue&, const PageDecision& named,
                            const imaging::RegisterOptions&);

}  // namespace carescan::batch
