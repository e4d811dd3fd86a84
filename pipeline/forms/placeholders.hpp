#pragma once

#include <optional>
#include <string>
#include <vector>

namespace carescan::forms {

/// One {{…}} of a skeleton: `{{given_names + surname | upper}}` names two fields and one filter; `{{@goal}}` names the
/// resource of another skeleton.
struct Placeholder {
  std::vector<std::string> names;    ///< of fields, or one that begins with @
  std::vector<std::string> filters;  ///< in the order they apply; with their arguments: "map:a=b"

  bool has_filter(const std::string& name) const;
};

/// A text cut at its placeholders: what stands before one, and the one. The last part may have none.
struct TextPart {
  std::string before;
  std::optional<Placeholder> placeholder;
};

/// Throws Failure "template-mapping" for a {{ that is not closed and one that names nothing.
std::vector<TextPart> parts_of(const std::string& text);

}  // namespace carescan::forms
