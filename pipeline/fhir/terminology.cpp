#include "pipeline/fhir/terminology.hpp"

#include <algorithm>
#include <string_view>

namespace carescan::fhir {
namespace {

/// type/subtype of RFC 6838 names, parameters after a semicolon left alone.
bool is_mime_type(std::string_view text) {
  text = text.substr(0, text.find(';'));
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size()) return false;
  static constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&-^_.+";
  const auto in_name = [&](char c) { return allowed.find(c) != std::string_view::npos; };
  return std::all_of(text.begin(), text.end(), [&](char c) { return c == '/' || in_name(c); }) &&
         std::count(text.begin(), text.end(), '/') == 1;
}

/// Codes of ISO 4217 that are in use.
bool is_currency(std::string_view text) {
  static constexpr std::string_view all =
      " AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD "
      "CDF "
      "CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
      "GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP "
      "LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN "
      "PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS "
      "TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD "
      "XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWL ";
  return text.size() == 3 && all.find(" " + std::string(text) + " ") != std::string_view::npos;
}

bool in_value_set(const std::string& value_set, const std::string& code) {
  if (value_set == "mimetypes") return is_mime_type(code);
  if (value_set == "currencies") return is_currency(code);
  const auto& systems = facts().value_sets.at(value_set);
  return std::any_of(systems.begin(), systems.end(), [&](const auto& system) { return system.second.contains(code); });
}

bool coding_in_value_set(const std::string& value_set, const Json& coding) {
  const auto& systems = facts().value_sets.at(value_set);
  const auto system = systems.find(text_of(coding, "system"));
  return system != systems.end() && system->second.contains(text_of(coding, "code"));
}

}  // namespace

void check_code(const Json& value, const ElementFact& element, const std::string& path,
                std::vector<Finding>& findings) {
  if (element.value_set.empty() || in_value_set(element.value_set, value.get<std::string>())) return;
  error(findings, "code-invalid", path, "The code is not in the required value set " + element.value_set + ".");
}

void check_concept(const Json& value, const ElementFact& element, const std::string& path,
                   std::vector<Finding>& findings) {
  if (element.value_set.empty()) return;
  const Json& codings = member_of(value, "coding");
  const bool found = codings.is_array() && std::any_of(codings.begin(), codings.end(), [&](const Json& coding) {
                       return coding_in_value_set(element.value_set, coding);
                     });
  if (!found)
    error(findings, "code-invalid", path,
          "One coding must have system and code of the required value set " + element.value_set + ".");
}

}  // namespace carescan::fhir
