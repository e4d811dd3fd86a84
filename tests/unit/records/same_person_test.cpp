#include <doctest/doctest.h>

#include "pipeline/records/policy.hpp"
#include "support.hpp"

using namespace carescan;
using namespace carescan::test;

namespace {

/// Page 1 names its owner in two fields; page 2 has a name strip and a tick.
FormTemplate two_pages(const std::string& message = "Is this page another person's?") {
  FormTemplate f = form({field("given_names", FieldKind::text), field("surname", FieldKind::text),
                         field("page_2_name", FieldKind::text), field("walks", FieldKind::checkbox)},
                        {{"same_person", {"given_names", "surname", "page_2_name"}, message}});
  f.pages.push_back({2, 210, 297});
  f.fields[2].page = f.fields[3].page = 2;
  return f;
}

Reading draft(const std::string& name, const std::string& text) {
  Reading r = text.empty() ? blank(name) : reading(name, text);
  r.text = text;
  return r;
}

Record joined(const std::string& given, const std::string& surname, const std::string& strip) {
  return records::make_record(
      "id", two_pages(), {page(1), page(2)},
      {draft("given_names", given), draft("surname", surname), draft("page_2_name", strip), reading("walks", true)},
      accept_all());
}

bool differs(const Record& record) {
  return !record.issues.empty() && record.issues.front().code == "page-owner-differs";
}

}  // namespace

TEST_CASE("given the same name with a few misread letters the pages are one person's") {
  CHECK(joined("Margaret Anne", "Okonkwo-Lister", "Margaret Anne Okonkwo-Lister").issues.empty());
  CHECK(joined("Margaret Anne", "Okonkwo-Lister", "Margoret Arne Ok0nkwo Ustor").issues.empty());
  CHECK(joined("MARGARET ANNE", "Okonkwo-Lister", "margaret okonkwo lister").issues.empty());
  CHECK(joined("Zoë", "Ng", "Zoe Ng").issues.empty());
  CHECK(joined("Margaret", "Okonkwo", "Margaret Okonkwo").fields.at(3).accepted);
}

TEST_CASE("given another person's page every field on it is asked and no name is told") {
  const Record r = joined("Margaret", "Okonkwo", "Bryn Pettigrew");
  REQUIRE(r.issues.size() == 1);
  CHECK(r.issues[0].code == "page-owner-differs");
  CHECK(r.issues[0].page == 2);
  CHECK(r.issues[0].field == "page_2_name");
  CHECK(r.issues[0].message == "Is this page another person's?");
  for (const std::size_t i : {2u, 3u}) {
    CHECK_FALSE(r.fields.at(i).accepted);
    CHECK(r.fields.at(i).reasons == Reasons{"page-owner-differs"});
  }
  CHECK(r.fields.at(0).accepted);
  CHECK(r.fields.at(1).accepted);
  CHECK(r.fields.at(3).value == Value(true));
}

TEST_CASE("a rule without a message of its own tells one that holds no name") {
  const Record r = records::make_record("id", two_pages(""), {page(1), page(2)},
                                        {draft("given_names", "Margaret"), draft("surname", "Okonkwo"),
                                         draft("page_2_name", "Bryn Pettigrew"), reading("walks", true)},
                                        accept_all());
  REQUIRE(r.issues.size() == 1);
  CHECK_FALSE(r.issues[0].message.empty());
  CHECK(r.issues[0].message.find("Bryn") == std::string::npos);
  CHECK(r.issues[0].message.find("Margaret") == std::string::npos);
}

TEST_CASE("surname first is the same person") {
  CHECK(joined("Margaret", "Okonkwo", "Okonkwo, Margaret").issues.empty());
  CHECK(differs(joined("Margaret", "Okonkwo", "Pettigrew, Bryn")));
}

TEST_CASE("too little writing on either side says nothing") {
  CHECK(joined("Margaret", "Okonkwo", "").issues.empty());
  CHECK(joined("Margaret", "Okonkwo", "B. P").issues.empty());
  CHECK(joined("", "", "Bryn Pettigrew").issues.empty());
  CHECK(joined("Jo", "", "Bryn Pettigrew").issues.empty());
  CHECK(differs(joined("Joe", "", "Bryn Pettigrew")));
}

TEST_CASE("drafts that a person is asked about are compared as well") {
  Reading strip = draft("page_2_name", "Bryn Pettigrew");
  strip.confidence = 0.2;
  strip.state = FieldState::illegible;
  strip.value = std::monostate{};
  const Record r = records::make_record(
      "id", two_pages(), {page(1), page(2)},
      {draft("given_names", "Margaret"), draft("surname", "Okonkwo"), strip, reading("walks", true)}, accept_all());
  CHECK(differs(r));
  CHECK_FALSE(r.fields.at(3).accepted);
}

TEST_CASE("without page 1 or without the later page nothing is compared") {
  const FormTemplate f = two_pages();
  const std::vector<Reading> all{draft("given_names", "Margaret"), draft("surname", "Okonkwo"),
                                 draft("page_2_name", "Bryn Pettigrew"), reading("walks", true)};
  for (const int number : {1, 2}) {
    const Record r = records::make_record("id", f, {page(number)}, all, accept_all());
    REQUIRE(r.issues.size() == 1);
    CHECK(r.issues[0].code == "page-missing");
  }
}
