#include <algorithm>

#include "pipeline/batch/page_code.hpp"
#include "pipeline/imaging/codes.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace carescan;

namespace {

constexpr const char* on_the_form = "carescan:care-plan:2.0:1";

/// What a code may say that is told to anybody: nothing of one that is not ours.
void check_meaning(const std::string& text) {
  const batch::CodeMeaning meaning = batch::meaning_of(text, {{0, 1, on_the_form}});
  if (meaning.kind == batch::CodeMeaning::Kind::foreign && !meaning.shown.empty())
    fuzz::finding("a code of somebody else is told");
  if (meaning.kind == batch::CodeMeaning::Kind::page && !text.starts_with(on_the_form))
    fuzz::finding("a code that is another's is taken for a page's");
}

}  // namespace

/// The text of a printed code; and a picture, its first byte the width, in which codes are looked for.
int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  check_meaning(fuzz::text_of(bytes, size));
  if (size < 2) return 0;
  const int width = std::max<int>(bytes[0], 8), height = static_cast<int>(size - 1) / width;
  if (height < 8) return 0;
  Raster grey = make_raster(width, height);
  std::copy_n(bytes + 1, grey.size(), grey.pixels.begin());
  for (const imaging::PrintedCode& code : imaging::find_codes(grey)) check_meaning(code.text);
  return 0;
}
