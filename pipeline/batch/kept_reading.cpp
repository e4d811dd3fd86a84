#include "pipeline/batch/kept_reading.hpp"

#include "pipeline/fhir/record_standard.hpp"
#include "pipeline/fhir/valid_bundle.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/json_parts.hpp"
#include "pipeline/records/record_json.hpp"

namespace carescan::batch {
namespace {

using records::Digits;
using records::Json;

constexpr std::string_view schema = "carescan-reading/1";

Json scan_json(const fhir::Scan& scan) {
  return {{"file", scan.file},
          {"sha256", scan.sha256},
          {"sha1_base64", scan.sha1_base64},
          {"mime", scan.mime},
          {"size_bytes", scan.size_bytes}};
}

fhir::Scan scan_of(const Json& json) {
  return {json.at("file").get<std::string>(), json.at("sha256").get<std::string>(),
          json.at("sha1_base64").get<std::string>(), json.at("mime").get<std::string>(),
          records::whole_of(json.at("size_bytes"))};
}

Json provider_json(const std::optional<fhir::Provider>& provider) {
  if (!provider) return nullptr;
  Json out{{"name", provider->name}};
  if (!provider->ods_code.empty()) out["ods_code"] = provider->ods_code;
  if (!provider->namespace_uri.empty()) out["namespace"] = provider->namespace_uri;
  return out;
}

Json bundle_json(const fhir::BundleOptions& options) {
  return {{"kind", fhir::to_string(options.kind)},
          {"recorded", options.recorded},
          {"tool_version", options.tool_version},
          {"provider", provider_json(options.provider)}};
}

fhir::BundleOptions bundle_of(const Json& json, const std::string& file) {
  const auto kind = fhir::bundle_kind(json.at("kind").get<std::string>());
  if (!kind) throw records::Misfit{"it names an unknown kind of bundle"};
  fhir::BundleOptions options{.kind = *kind,
                              .provider = {},
                              .recorded = json.at("recorded").get<std::string>(),
                              .tool_version = json.at("tool_version").get<std::string>()};
  if (!json.at("provider").is_null()) options.provider = fhir::load_provider(json.at("provider").dump(), file);
  return options;
}

Json pictures_json(const std::map<int, std::string>& pictures) {
  Json out = Json::object();
  for (const auto& [page, sha256] : pictures) out[std::to_string(page)] = sha256;
  return out;
}

std::map<int, std::string> pictures_of(const Json& json) {
  std::map<int, std::string> out;
  for (const auto& [page, sha256] : json.items()) out[std::atoi(page.c_str())] = sha256.get<std::string>();
  return out;
}

template <typename Item, typename Of>
Json list_json(const std::vector<Item>& items, Of json_of) {
  Json out = Json::array();
  for (const Item& item : items) out.push_back(json_of(item));
  return out;
}

template <typename Of>
auto list_of(const Json& json, Of item_of) {
  std::vector<decltype(item_of(json))> out;
  for (const Json& item : json) out.push_back(item_of(item));
  return out;
}

KeptReading kept_of(const Json& json, const std::string& file) {
  if (json.at("schema").get<std::string>() != schema) throw records::Misfit{"it has another schema"};
  return {.id = json.at("id").get<std::string>(),
          .form = json.at("form").get<std::string>(),
          .version = json.at("version").get<std::string>(),
          .template_sha256 = json.at("template_sha256").get<std::string>(),
          .pages = list_of(json.at("pages"), records::page_of),
          .pictures = pictures_of(json.at("pictures")),
          .readings = list_of(json.at("readings"), records::reading_of),
          .issues = list_of(json.at("issues"), records::issue_of),
          .scans = list_of(json.at("scans"), scan_of),
          .policy = records::policy_from_json(json.at("policy").dump(), file),
          .bundle = bundle_of(json.at("bundle"), file)};
}

Issue left_out_issue(const fhir::LeftOut& one) {
  return {
      "resource-left-out", one.fields.empty() ? "" : one.fields.front(), 0, std::nullopt,
      "the " + one.type + " made of this answer does not pass validation and was left out of the bundle: " + one.why};
}

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw Failure{"reading-invalid", file, why, "read the source again: carescan read makes the document anew"};
}

}  // namespace

std::string to_json(const KeptReading& kept) {
  const auto page = [](const RecordPage& p) { return records::page_json(p, Digits::all); };
  const auto issue = [](const Issue& i) { return records::issue_json(i, Digits::all); };
  const Json json{{"schema", schema},
                  {"id", kept.id},
                  {"form", kept.form},
                  {"version", kept.version},
                  {"template_sha256", kept.template_sha256},
                  {"pages", list_json(kept.pages, page)},
                  {"pictures", pictures_json(kept.pictures)},
                  {"readings", list_json(kept.readings, records::reading_json)},
                  {"issues", list_json(kept.issues, issue)},
                  {"scans", list_json(kept.scans, scan_json)},
                  {"policy", Json::parse(records::to_json(kept.policy))},
                  {"bundle", bundle_json(kept.bundle)}};
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

KeptReading kept_reading_from_json(const std::string& json, const std::string& file) {
  const Json parsed = Json::parse(json, nullptr, false);
  if (parsed.is_discarded()) refuse(file, "it is not JSON");
  try {
    return kept_of(parsed, file);
  } catch (const records::Misfit& misfit) {
    refuse(file, misfit.why);
  } catch (const Json::exception&) {
    // Its text may quote what stands in the file, so it is not passed on.
    refuse(file, "a member is missing or has the wrong type");
  }
}

Record record_of(const KeptReading& kept, const FormTemplate& form, const std::vector<Correction>& corrections) {
  std::vector<Reading> readings = kept.readings;
  const std::set<std::string> doubted = disputed(corrections);
  for (Reading& reading : readings)
    if (doubted.contains(reading.field)) add_reason(reading.reasons, "typed-differs");
  Decisions decisions = decisions_of(corrections, form, kept.pages);
  for (const std::string& field : doubted) decisions.erase(field);  // what was said before is in doubt, too
  Record record = records::make_record(kept.id, form, kept.pages, readings, kept.policy, decisions);
  record.amended = is_amended(record, corrections);
  record.issues.insert(record.issues.end(), kept.issues.begin(), kept.issues.end());
  return record;
}

DocumentFiles document_files(const KeptReading& kept, const FormTemplate& form,
                             const std::vector<Correction>& corrections) {
  DocumentFiles files{record_of(kept, form, corrections), {}, {}, {}, true};
  Record& record = files.record;
  fhir::ValidatedBundle made = fhir::make_valid_bundle(record, form, kept.scans, kept.bundle);
  files.bundle = std::move(made.json);
  files.valid = !fhir::has_error(made.findings);
  for (const fhir::LeftOut& one : made.left_out) record.issues.push_back(left_out_issue(one));
  for (const fhir::Finding& missing : fhir::missing_by_standard(files.bundle, form)) made.findings.push_back(missing);
  if (!files.valid)
    record.issues.push_back(
        {"bundle-invalid", "", 0, std::nullopt, "the FHIR bundle does not pass validation; see outcome.json"});
  files.record_json = records::to_json(record);
  files.outcome = fhir::operation_outcome(made.findings);
  return files;
}

}  // namespace carescan::batch
