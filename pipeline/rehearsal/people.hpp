#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace carescan::rehearsal {

/// What a made-up person means to put into one field. Nothing of it: the field is left empty.
struct Wish {
  std::string
      text{};  ///< dates as YYYY-MM-DD, numbers with a point, signatures the name, everything else as to be written
  std::vector<std::string> codes{};  ///< options to mark; two of a `choice` are a contradiction on paper
  bool marked = false;               ///< checkbox and none_box ticked, signature and initials given
  bool empty() const { return text.empty() && codes.empty() && !marked; }
};

/// One made-up person's answers by field name: about half of the optional fields empty, required ones mostly filled;
/// dates in the order they happen, list rows filled from the top, a list, and what an `exclusive` rule
/// sets against it, empty where its none_box is ticked. NHS
/// numbers are of the 999 test range with a right check digit, phone numbers of Ofcom's range for drama, names and
/// streets from lists. Throws Failure "lexicon-missing".
std::map<std::string, Wish> make_up(const FormTemplate&, Chance&);

}  // namespace carescan::rehearsal
