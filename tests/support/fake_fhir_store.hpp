#pragma once

#include <map>
#include <stdexcept>

#include "tests/support/fake_fhir_server.hpp"

namespace carescan::test {

/// As much of a FHIR server as transactions of carescan need, in memory: conditional creates and updates by identifier,
/// updates by id, If-Match, reads, versions; a transaction is taken whole or not at all.
class FakeFhirStore {
 public:
  using Json = nlohmann::json;

  /// Answers a request; to be given to FakeFhirServer by std::ref.
  void operator()(int, const httplib::Request& request, httplib::Response& response) {
    const std::string path = request.path.substr(std::string("/fhir").size());
    if (request.method == "POST") return transact(Json::parse(request.body), response);
    if (!held_.contains(path.substr(1))) return answer(404, {{"resourceType", "OperationOutcome"}}, response);
    answer(200, held_.at(path.substr(1)), response);
  }

  const std::map<std::string, Json>& held() const { return held_; }
  /// The names "Type/id" of a type's resources.
  std::vector<std::string> names(const std::string& type) const {
    std::vector<std::string> out;
    for (const auto& [name, resource] : held_)
      if (name.starts_with(type + "/")) out.push_back(name);
    return out;
  }
  static int version_of(const Json& resource) {
    return std::stoi(resource.at("meta").at("versionId").get<std::string>());
  }
  /// As if somebody at the server had changed or deleted it.
  void edit(const std::string& name, const std::string& member, const Json& value) {
    Json resource = held_.at(name);
    resource[member] = value;
    put(held_, name, resource);
  }
  void remove(const std::string& name) { held_.erase(name); }

 private:
  using Held = std::map<std::string, Json>;

  static void answer(int status, const Json& body, httplib::Response& response) {
    response.status = status;
    response.set_content(body.dump(), "application/fhir+json");
  }

  /// "Patient?identifier=system|value" → "Patient/1", or "" where there is none.
  static std::string find(const Held& held, const std::string& type, const std::string& search) {
    const std::string wanted = search.substr(std::string("identifier=").size());
    for (const auto& [name, resource] : held) {
      if (!name.starts_with(type + "/") || !resource.contains("identifier")) continue;
      const Json& all = resource.at("identifier");
      for (const Json& one : all.is_array() ? all : Json::array({all}))
        if (one.value("system", "") + "|" + one.value("value", "") == wanted) return name;
    }
    return "";
  }

  static void put(Held& held, const std::string& name, Json resource) {
    resource["id"] = name.substr(name.find('/') + 1);
    resource["meta"]["versionId"] = held.contains(name) ? held.at(name).at("meta").at("versionId") : Json("1");
    if (held.contains(name) && held.at(name) == resource) return;
    if (held.contains(name)) resource["meta"]["versionId"] = std::to_string(version_of(held.at(name)) + 1);
    held[name] = resource;
  }

  /// Where an entry's resource is or will be, and whether it is written.
  std::pair<std::string, bool> place(const Json& entry) {
    const Json& request = entry.at("request");
    const std::string url = request.at("url"), type = entry.at("resource").at("resourceType");
    const std::size_t question = url.find('?');
    if (request.at("method") == "PUT" && question == std::string::npos) return {url, true};
    const std::string search =
        request.at("method") == "PUT" ? url.substr(question + 1) : request.at("ifNoneExist").get<std::string>();
    const std::string found = find(held_, type, search);
    if (found.empty()) return {type + "/" + std::to_string(++last_id_), true};
    return {found, request.at("method") == "PUT"};
  }

  void transact(const Json& bundle, httplib::Response& response) {
    Held next = held_;
    std::vector<std::pair<std::string, bool>> places;
    std::string text = bundle.at("entry").dump();
    for (const Json& entry : bundle.at("entry")) {
      places.push_back(place(entry));
      if (!matches(entry, places.back().first)) return answer(412, {{"resourceType", "OperationOutcome"}}, response);
      refer(text, entry.at("fullUrl"), places.back().first);
    }
    Json entries = Json::parse(text), answers = Json::array();
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto& [name, writes] = places[i];
      if (writes) put(next, name, entries[i].at("resource"));
      const std::string version = next.at(name).at("meta").at("versionId");
      answers.push_back({{"response",
                          {{"status", held_.contains(name) ? "200 OK" : "201 Created"},
                           {"location", name + "/_history/" + version}}}});
    }
    held_ = next;
    answer(200, {{"resourceType", "Bundle"}, {"type", "transaction-response"}, {"entry", answers}}, response);
  }

  bool matches(const Json& entry, const std::string& name) const {
    const std::string wanted = entry.at("request").value("ifMatch", "");
    return wanted.empty() || (held_.contains(name) &&
                              wanted == "W/\"" + held_.at(name).at("meta").at("versionId").get<std::string>() + "\"");
  }

  static void refer(std::string& text, const std::string& full_url, const std::string& name) {
    const std::string from = R"("reference":")" + full_url + '"', to = R"("reference":")" + name + '"';
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  }

  Held held_;
  int last_id_ = 0;
};

}  // namespace carescan::test
