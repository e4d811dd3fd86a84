#include <algorithm>
#include <set>

#include "pipeline/fhir/invariants.hpp"

namespace carescan::fhir {
namespace {

bool implies(bool condition, bool consequence) {
  return !condition || consequence;
}

/// Whether a CodeableConcept has a coding of `system` with one of `codes`.
bool coded(const Json& concept_, std::string_view system, std::initializer_list<std::string_view> codes) {
  const Json& codings = member_of(concept_, "coding");
  if (!codings.is_array()) return false;
  return std::any_of(codings.begin(), codings.end(), [&](const Json& coding) {
    const std::string code = text_of(coding, "code");
    return text_of(coding, "system") == system && std::find(codes.begin(), codes.end(), code) != codes.end();
  });
}

bool allergy_withdrawn(const Json& r) {
  return coded(member_of(r, "verificationStatus"),
               "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification", {"entered-in-error"});
}

bool condition_withdrawn(const Json& r) {
  return coded(member_of(r, "verificationStatus"), "http://terminology.hl7.org/CodeSystem/condition-ver-status",
               {"entered-in-error"});
}

bool condition_over(const Json& r) {
  return coded(member_of(r, "clinicalStatus"), "http://terminology.hl7.org/CodeSystem/condition-clinical",
               {"resolved", "remission", "inactive"});
}

bool any_of_array(const Json& array, bool (*test)(const Json&)) {
  return array.is_array() && std::any_of(array.begin(), array.end(), test);
}

bool no_code_twice(const Json& observation) {
  if (!has_choice(observation, "value")) return true;
  const Json& own = member_of(member_of(observation, "code"), "coding");
  const Json& components = member_of(observation, "component");
  if (!own.is_array() || !components.is_array()) return true;
  for (const Json& component : components) {
    const Json& theirs = member_of(member_of(component, "code"), "coding");
    if (theirs.is_array() && std::find_first_of(own.begin(), own.end(), theirs.begin(), theirs.end()) != own.end())
      return false;
  }
  return true;
}

bool uses_home(const Json& object) {
  return text_of(object, "use") == "home";
}

/// linkIds of a Questionnaire's items, nested ones included; false where one comes twice.
bool collect_links(const Json& items, std::set<std::string>& seen) {
  if (!items.is_array()) return true;
  return std::all_of(items.begin(), items.end(), [&](const Json& item) {
    return seen.insert(text_of(item, "linkId")).second && collect_links(member_of(item, "item"), seen);
  });
}

bool links_unique(const Json& questionnaire) {
  std::set<std::string> seen;
  return collect_links(member_of(questionnaire, "item"), seen);
}

bool at_most_one(const Json& array) {
  return !array.is_array() || array.size() <= 1;
}

bool is_type(const Json& item, std::initializer_list<std::string_view> types) {
  const std::string type = text_of(item, "type");
  return std::find(types.begin(), types.end(), type) != types.end();
}

bool display(const Json& item) {
  return text_of(item, "type") == "display";
}

/// All of BCP 47 is the greatest value set there is for these: a coding of another system alone is refused. A language
/// in words alone is not (UK Core's profiles do refuse it).
bool has_coded_language(const Json& communication) {
  const Json& language = member_of(communication, "language");
  const Json& codings = member_of(language.is_object() ? language : communication, "coding");
  return !codings.is_array() || any_of_array(codings, [](const Json& c) {
    return text_of(c, "system") == "urn:ietf:bcp:47" && has(c, "code");
  });
}

bool is_percentage(const Json& quantity) {
  return !quantity.is_object() ||
         (text_of(quantity, "code") == "%" && text_of(quantity, "system") == "http://unitsofmeasure.org");
}

/// The system is literally "something" in the published rules ppc-2 to ppc-5.
bool scope_needs_patient(const Json& consent) {
  return !coded(member_of(consent, "scope"), "something", {"adr", "treatment", "patient-privacy", "research"}) ||
         has(consent, "patient");
}

const std::vector<Invariant> table{
    {"Patient.contact", "pat-1", "A contact has a name, a telephone, an address or an organization.",
     [](const Json& c) { return has(c, "name") || has(c, "telecom") || has(c, "address") || has(c, "organization"); }},
    {"Patient.communication", "language", "A coded language is one of BCP 47.", has_coded_language},
    {"RelatedPerson.communication", "language", "A coded language is one of BCP 47.", has_coded_language},
    {"Organization", "org-1", "An organization has a name or an identifier.",
     [](const Json& o) { return has(o, "name") || has(o, "identifier"); }},
    {"Organization", "org-2", "An organization has no home address.",
     [](const Json& o) { return !any_of_array(member_of(o, "address"), uses_home); }},
    {"Organization", "org-3", "An organization has no home telephone.",
     [](const Json& o) { return !any_of_array(member_of(o, "telecom"), uses_home); }},
    {"AllergyIntolerance", "ait-1", "An allergy has a clinical status unless it was entered in error.",
     [](const Json& a) { return allergy_withdrawn(a) || has(a, "clinicalStatus"); }},
    {"AllergyIntolerance", "ait-2", "An allergy entered in error has no clinical status.",
     [](const Json& a) { return !(allergy_withdrawn(a) && has(a, "clinicalStatus")); }},
    {"Condition", "con-4", "A condition that has ended is inactive, resolved or in remission.",
     [](const Json& c) { return implies(has_choice(c, "abatement"), condition_over(c)); }},
    {"Condition", "con-5", "A condition entered in error has no clinical status.",
     [](const Json& c) { return !(condition_withdrawn(c) && has(c, "clinicalStatus")); }},
    {"Condition.stage", "con-1", "A stage has a summary or an assessment.",
     [](const Json& s) { return has(s, "summary") || has(s, "assessment"); }},
    {"Condition.evidence", "con-2", "Evidence has a code or details.",
     [](const Json& e) { return has(e, "code") || has(e, "detail"); }},
    {"CarePlan.activity", "cpl-3", "An activity has a reference or details, not both.",
     [](const Json& a) { return !(has(a, "detail") && has(a, "reference")); }},
    {"Composition.section", "cmp-1", "A section has text, entries or sections of its own.",
     [](const Json& s) { return has(s, "text") || has(s, "entry") || has(s, "section"); }},
    {"Composition.section", "cmp-2", "Only an empty section has a reason for being empty.",
     [](const Json& s) { return !(has(s, "emptyReason") && has(s, "entry")); }},
    {"Consent", "ppc-1", "A consent names a policy or a policy rule.",
     [](const Json& c) { return has(c, "policy") || has(c, "policyRule"); }},
    {"Consent", "ppc-2", "A consent of this scope names its patient.", scope_needs_patient},
    {"Goal.target", "gol-1", "A target value needs what is measured.",
     [](const Json& t) { return implies(has_choice(t, "detail"), has(t, "measure")); }},
    {"List", "lst-1", "Only an empty list has a reason for being empty.",
     [](const Json& l) { return !(has(l, "emptyReason") && has(l, "entry")); }},
    {"List", "lst-2", "Only a list of changes has deleted entries.",
     [](const Json& l) {
       return text_of(l, "mode") == "changes" ||
              !any_of_array(member_of(l, "entry"), [](const Json& e) { return has(e, "deleted"); });
     }},
    {"List", "lst-3", "Only a working list dates its entries.",
     [](const Json& l) {
       return text_of(l, "mode") == "working" ||
              !any_of_array(member_of(l, "entry"), [](const Json& e) { return has(e, "date"); });
     }},
    {"Observation", "obs-6", "A reason for a missing value and a value exclude each other.",
     [](const Json& o) { return !(has(o, "dataAbsentReason") && has_choice(o, "value")); }},
    {"Observation", "obs-7", "A component with the observation's own code forbids a value beside it.", no_code_twice},
    {"Observation.referenceRange", "obs-3", "A reference range has a low end, a high end or text.",
     [](const Json& r) { return has(r, "low") || has(r, "high") || has(r, "text"); }},
    {"QuestionnaireResponse.item", "qrs-1", "An item has answers or items of its own, not both.",
     [](const Json& i) { return !(has(i, "answer") && has(i, "item")); }},
    {"RiskAssessment.prediction", "ras-1", "The ends of a range of probability are in %, as UCUM has it.",
     [](const Json& p) {
       const Json& range = member_of(p, "probabilityRange");
       return is_percentage(member_of(range, "low")) && is_percentage(member_of(range, "high"));
     }},
    {"RiskAssessment.prediction", "ras-2", "A probability is from 0 to 100.",
     [](const Json& p) {
       const Json& value = member_of(p, "probabilityDecimal");
       return !value.is_number() || (value.get<double>() >= 0 && value.get<double>() <= 100);
     }},
    {"Questionnaire", "que-2", "Each linkId is there once.", links_unique},
    {"Questionnaire.item", "que-1", "A group has items; a display has none.",
     [](const Json& i) {
       return implies(text_of(i, "type") == "group", has(i, "item")) && implies(display(i), !has(i, "item"));
     }},
    {"Questionnaire.item", "que-3", "A display has no code.",
     [](const Json& i) { return !(display(i) && has(i, "code")); }},
    {"Questionnaire.item", "que-4", "A question has listed options or a value set, not both.",
     [](const Json& i) { return !(has(i, "answerOption") && has(i, "answerValueSet")); }},
    {"Questionnaire.item", "que-5", "Only questions of choice and simple values have answer options.",
     [](const Json& i) {
       return is_type(i, {"choice", "open-choice", "decimal", "integer", "date", "dateTime", "time", "string",
                          "quantity"}) ||
              !(has(i, "answerOption") || has(i, "answerValueSet"));
     }},
    {"Questionnaire.item", "que-6", "A display is neither required nor repeated.",
     [](const Json& i) { return !(display(i) && (has(i, "required") || has(i, "repeats"))); }},
    {"Questionnaire.item.enableWhen", "que-7", "The operator exists asks for a yes or no.",
     [](const Json& w) { return implies(text_of(w, "operator") == "exists", has(w, "answerBoolean")); }},
    {"Questionnaire.item", "que-8", "Groups and displays have no initial value.",
     [](const Json& i) {
       return !(is_type(i, {"group", "display"}) && has(i, "initial"));
     }},
    {"Questionnaire.item", "que-9", "A display cannot be read-only.",
     [](const Json& i) { return !(display(i) && has(i, "readOnly")); }},
    {"Questionnaire.item", "que-10", "Only simple questions have a greatest length.",
     [](const Json& i) {
       return is_type(i, {"boolean", "decimal", "integer", "string", "text", "url", "open-choice"}) ||
              !has(i, "maxLength");
     }},
    {"Questionnaire.item", "que-11", "Listed options and an initial value exclude each other.",
     [](const Json& i) { return !(has(i, "answerOption") && has(i, "initial")); }},
    {"Questionnaire.item", "que-12", "Several conditions need enableBehavior.",
     [](const Json& i) {
       const Json& when = member_of(i, "enableWhen");
       return !when.is_array() || when.size() <= 1 || has(i, "enableBehavior");
     }},
    {"Questionnaire.item", "que-13", "Only repeating questions have several initial values.",
     [](const Json& i) { return member_of(i, "repeats") == true || at_most_one(member_of(i, "initial")); }}};

}  // namespace

const std::vector<Invariant>& resource_invariants() {
  return table;
}

}  // namespace carescan::fhir
