// Random edits of the shipped forms: the check never crashes, and what it passes has every box on its page.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "lint_support.hpp"
#include "pipeline/forms/form_json.hpp"
#include "pipeline/forms/lint_checks.hpp"
#include "pipeline/forms/load.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t count) {
  return static_cast<std::size_t>(random() % count);  // the same on every machine, unlike the standard's distributions
}

/// Every value below a node, and the boxes' numbers once more: that is where it hurts.
void gather(json& node, std::vector<json*>& all) {
  all.push_back(&node);
  if (!node.is_structured()) return;
  const bool box = node.is_array() && node.size() == 4 && node[0].is_number();
  for (json& below_it : node) {
    gather(below_it, all);
    if (box) all.push_back(&below_it);
  }
}

json other_value(Random& random, const json& was) {
  static const std::vector<json> odd{nullptr,        true, "",  "needs[*].goal", -1, 0, 1e9, 0.5, "{{", json::array(),
                                     json::object(), 211,  298, "text"};
  if (was.is_number() && below(random, 3) > 0) {
    const double factors[] = {-1, 0.1, 1.02, 1.5, 2, 10, 25.4, 72 / 25.4};
    return was.get<double>() * factors[below(random, 8)];
  }
  return odd[below(random, odd.size())];
}

void edit(Random& random, json& form) {
  std::vector<json*> all;
  gather(form, all);
  json& node = *all[below(random, all.size())];
  const std::size_t how = below(random, 4);
  if (node.is_structured() && !node.empty() && how == 0) {  // something is taken away
    auto at = node.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(below(random, node.size())));
    node.erase(at);
  } else if (node.is_array() && !node.empty() && how == 1) {  // something stands twice
    node.push_back(json(node[below(random, node.size())]));
  } else if (node.is_array() && node.size() > 1 && how == 2) {  // two change places
    std::swap(node[0], node[below(random, node.size())]);
  } else {
    node = other_value(random, node);
  }
}

/// As load_form would take it: nothing the schema, and nothing the sense of it, has against it.
bool passes(const std::string& text, FormTemplate& form) {
  if (!text_errors(text).empty()) return false;
  form = parse_form(text, std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates" / "edited");
  for (const auto& findings :
       {unsound(form), overlapping(form), crowded_rings(form), missing_lexicons(form), mapping_findings(form)})
    for (const Finding& finding : findings) REQUIRE_FALSE(finding.message.empty());
  return unsound(form).empty();
}

bool on_its_page(const FormTemplate& form, const Field& field, const BoxMm& box) {
  const auto page = std::ranges::find(form.pages, field.page, &FormPage::number);
  return page != form.pages.end() && BoxMm{0, 0, page->width_mm, page->height_mm}.grown(0.2).contains(box) &&
         box.width > 0 && box.height > 0;
}

}  // namespace

TEST_CASE("random edits: a thousand of each shipped form neither crash nor pass a box outside its page") {
  Random random(20261123);
  long passed = 0;
  for (const char* name : {"about-me", "body-map", "care-plan", "daily-notes", "falls-risk", "medication-list",
                           "nutrition-screening", "observations"}) {
    CAPTURE(name);
    const json whole = json::parse(form_json_text(std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates" / name));
    for (int i = 0; i < 1000; ++i) {
      json edited = whole;
      for (std::size_t edits = 1 + below(random, 3); edits > 0; --edits) edit(random, edited);
      FormTemplate form;
      if (!passes(edited.dump(), form)) continue;
      ++passed;
      for (const Field& field : form.fields) {
        std::vector<BoxMm> boxes = field.cells;
        boxes.push_back(field.box);
        for (const Option& option : field.options) boxes.push_back(option.box);
        for (const BoxMm& box : boxes)
          if (!on_its_page(form, field, box))
            FAIL("a box outside its page passed: " << field.name << " after edit " << i);
      }
    }
  }
  CHECK(passed > 200);   // some edits are harmless
  CHECK(passed < 7000);  // and most are told
}
