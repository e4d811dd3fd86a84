#pragma once

namespace carescan::fhir {

/// Systems and URLs that bundles carry. Those of carescan itself stand under a reserved domain on purpose
/// (docs/output-format.md): they name things, nothing is published there.
namespace names {
inline constexpr const char* own = "https://carescan.example/fhir/";
inline constexpr const char* own_extension = "https://carescan.example/fhir/StructureDefinition/";
inline constexpr const char* nhs_number = "https://fhir.nhs.uk/Id/nhs-number";
inline constexpr const char* ods_code = "https://fhir.nhs.uk/Id/ods-organization-code";
inline constexpr const char* ods_site = "https://fhir.nhs.uk/Id/ods-site-code";
inline constexpr const char* uri = "urn:ietf:rfc:3986";
inline constexpr const char* ucum = "http://unitsofmeasure.org";
inline constexpr const char* snomed = "http://snomed.info/sct";
inline constexpr const char* uk_core = "https://fhir.hl7.org.uk/StructureDefinition/";
inline constexpr const char* nhs_verification =
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus";
inline constexpr const char* nhs_verification_codes =
    "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland";
inline constexpr const char* data_absent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";
inline constexpr const char* sdc_template_extract =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-templateExtract";
inline constexpr const char* sdc_template_value =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-templateExtractValue";
inline constexpr const char* sdc_template_context =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-templateExtractContext";
inline constexpr const char* sdc_template_profile =
    "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-extr-template";
inline constexpr const char* questionnaire_unit_option =
    "http://hl7.org/fhir/StructureDefinition/questionnaire-unitOption";
inline constexpr const char* target_element = "http://hl7.org/fhir/StructureDefinition/targetElement";
}  // namespace names

}  // namespace carescan::fhir
