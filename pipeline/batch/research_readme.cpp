#include "pipeline/batch/research_readme.hpp"

#include <fmt/format.h>

namespace carescan::batch {
namespace {

constexpr const char* what_was_done = R"(
What was done
- Names, addresses, phone numbers, NHS numbers and dates of birth are not in it, nor anything else that somebody wrote in
  words, nor pictures, initials, drawings or the names of the scans. Only ticks and chosen answers, numbers below a
  million, dates, and the area of a postcode (its first letters) are.
- Only what carescan accepted or a person compared with the paper is in it. What was in doubt is missing, not blank.
- "person" and "document" are pseudonyms made with a secret key (HMAC-SHA-256). The provider keeps the key, apart from this
  folder, and gives it to nobody: who has it can find each person here by their NHS number. Extracts made with the same
  key have the same pseudonyms; use another key where they must not be joined.
- All dates of one person are moved back by the same 1 to 365 whole days. The days between two dates of a person are true;
  dates, seasons, days of the week, and the order of events of two people are not.
- "age" is in whole years, on the latest date on the paper up to when it was scanned; 90 and more is "90+".
)";

constexpr const char* what_risk_remains = R"(
What risk remains
This is personal data still, not anonymous information: treat it as what it is made from, keep it in a secure environment,
and put it together with nothing that names people.
- Who knows something of a person (a fall and its day, a weight, an unusual answer) may find their row, and then reads all
  others of that person. Who knows one true date of a person knows all of them.
- Answers may be rare on their own: look at the counts before you publish any, and publish none below 5 (or as your
  approval says).
- A form of your own may ask for a number that people are known by, such as a room. Look through the fields of values.csv
  once for each form before you hand it on.
- Papers without an NHS number that somebody stands behind count as a person each: one person may be here more than once.
- A value that was accepted and is wrong is wrong here too, an NHS number included (docs/accuracy.md tells how rarely).
- Later opt-outs, and documents that were forgotten later, are in extracts that were made before: make it again, and have
  the old ones destroyed.
)";

}  // namespace

std::string research_readme(const ResearchCount& count, bool with_opt_out_list) {
  std::string text = "De-identified extract made by carescan, for planning and research in a secure environment.\n\n";
  text += fmt::format(
      "{} documents of {} people, {} values. documents.csv has a row a document, values.csv a row a value.\n",
      count.documents, count.people, count.values);
  text += what_was_done;
  text += "\nWhat was left out\n";
  if (with_opt_out_list)
    text += fmt::format(
        "- {} documents of people on the opt-out list that was given.\n- {} documents without an NHS number that "
        "somebody "
        "stands behind: nobody could tell whether that person has opted out.\n",
        count.opted_out, count.nobody_knows);
  else
    text +=
        "- NO OPT-OUT LIST WAS GIVEN: nobody was left out for having opted out. Do not hand this on where the law or\n"
        "  your approval asks for opt-outs to be honoured.\n";
  text += fmt::format(
      "- {} documents that look like scans of one paper, or bear an NHS number in doubt, until somebody decides.\n- {} "
      "documents whose form was not at hand.\n",
      count.held, count.without_form);
  text += what_risk_remains;
  return text +
         fmt::format(
             "- {} of {} people share their age, sex and area with nobody else here, and {} with fewer than four "
             "others.\n  They are the easiest to know.\n",
             count.alone, count.people, count.few);
}

}  // namespace carescan::batch
