#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace carescan::fhir {

/// One element of a FHIR type, as the definitions have it.
struct ElementFact {
  std::string name;     ///< without the [x] of a choice
  bool choice = false;  ///< in JSON the name is followed by the type: valueQuantity
  int min = 0;
  bool many = false;                 ///< an array in JSON
  bool prohibited = false;           ///< max 0
  bool simple_quantity = false;      ///< a Quantity without comparator
  std::vector<std::string> types;    ///< "Resource": any resource
  std::vector<std::string> targets;  ///< of a Reference; empty: any
  std::string value_set;             ///< of a required binding; empty: none
};

/// What a JSON member stands for: an element of a type, and which of its types.
struct MemberFact {
  std::size_t element = 0, type = 0;
};

/// A resource, data type, or nested structure (named by path: Patient.contact).
struct TypeFact {
  bool resource = false;
  std::vector<ElementFact> elements = {};                       ///< inherited ones included
  std::map<std::string, MemberFact, std::less<>> members = {};  ///< JSON name → element (valueString → value)
};

/// The type of these elements, its JSON names worked out.
TypeFact type_of_elements(bool resource, std::vector<ElementFact> elements);

/// What carescan knows of FHIR R4 (4.0.1).
struct Facts {
  std::map<std::string, TypeFact> types;
  std::set<std::string> primitives;
  std::map<std::string, std::string> primitive_patterns;  ///< the published regular expressions
  std::set<std::string> resource_types;                   ///< all of R4, described here or not
  std::map<std::string, std::map<std::string, std::set<std::string>>> value_sets;  ///< name → system → codes
};

/// The table compiled in from facts/r4.json, read once.
const Facts& facts();

/// The JSON name of a choice element for a type: ("value", "Quantity") → "valueQuantity".
std::string choice_name(const std::string& stem, const std::string& type);

}  // namespace carescan::fhir
