#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace carescan::fhir {

/// Where bundles are posted to.
struct PushTarget {
  std::string origin;  ///< scheme, host and port: "https://fhir.example:8443"
  std::string path;    ///< of the base URL, without a slash at its end: "/fhir"; may be empty

  std::string base_url() const { return origin + path; }
};

/// The parts of a base URL. Throws Failure "push-url-invalid" for what is no http(s) URL or carries a user, a query or
/// a fragment, and "push-insecure" for plain http to any host but this machine (127.0.0.0/8, ::1, localhost).
PushTarget push_target(const std::string& base_url);

/// How long to try: a server that is busy (429, 502, 503, 504), one to which somebody else brought the same person at
/// the same moment (409: HAPI takes neither then) or a broken connection is tried again after a wait that doubles each
/// time, with jitter of half of it, and that the server's Retry-After may make longer.
struct Patience {
  int tries = 6;
  std::chrono::milliseconds first_wait{1000}, longest_wait{60000};
};

/// What a server made of one entry of a transaction.
struct EntryReceipt {
  std::string type, id, version;
  int status = 0;  ///< 201: new; 200: it was there, or there is a new version
};

/// What became of one bundle. `problem` says why it was not taken, never with content of the bundle or of the answer.
struct Posted {
  bool taken = false;
  int status = 0;  ///< of the last answer; 0 where none came
  int tries = 0;
  std::string problem = {};
  std::vector<EntryReceipt> entries = {};
};

/// A resource that was asked for. `problem` says why it did not come; not where it is `gone`.
struct Served {
  bool gone = false;  ///< deleted there, or never there
  std::string problem = {}, body = {};
};

/// A FHIR server, over one connection that is kept. Certificates are checked against those the system trusts.
class FhirServer {
 public:
  FhirServer(PushTarget, Patience);
  ~FhirServer();

  /// Posts a transaction bundle of so many entries. Its requests are conditional: posting again after a broken
  /// connection changes nothing that the first post did. `token`: OAuth2 bearer token; empty for none.
  Posted post(const std::string& bundle, std::size_t entries, const std::string& token);

  /// What the server has now under "Type/id".
  Served read(const std::string& type, const std::string& id, const std::string& token);

 private:
  struct Connection;
  PushTarget target_;
  Patience patience_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace carescan::fhir
