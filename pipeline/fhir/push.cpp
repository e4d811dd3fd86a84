#include "pipeline/fhir/push.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>
#include <thread>

#include "pipeline/fhir/transaction_answer.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::fhir {
namespace {

using std::chrono::milliseconds;

[[noreturn]] void fail_url(const std::string& url, const std::string& why) {
  throw Failure{"push-url-invalid", url, why, "give the base URL of a FHIR server: https://fhir.example/fhir"};
}

/// "host", "host:port" or "[::1]:port" without the port.
std::string host_of(const std::string& authority) {
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

bool is_this_machine(const std::string& host) {
  const bool address = host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
  return address || host == "localhost" || host == "[::1]";
}

bool is_busy(int status) {
  return status == 409 || status == 429 || status == 502 || status == 503 || status == 504;
}

/// Why a status is no success; empty where it is one.
std::string problem_of(int status) {
  if (status == 401 || status == 403) return fmt::format("the server refuses the token ({})", status);
  if (status >= 300 && status < 400)
    return fmt::format("the server sends elsewhere ({}); give that URL to --to", status);
  return status == 200 || status == 201 ? "" : fmt::format("the server does not take it ({})", status);
}

/// Why an answer to a transaction is no success; empty where it is one.
std::string problem_of(int status, const std::vector<EntryReceipt>& receipts, std::size_t sent) {
  if (status == 412)
    return "more than one resource there has the same identifier, or one was changed at this moment (412)";
  if (const std::string problem = problem_of(status); !problem.empty()) return problem;
  if (receipts.size() != sent) return "the answer is not that of a transaction: is this the base URL of a FHIR server?";
  const bool all = std::all_of(receipts.begin(), receipts.end(),
                               [](const EntryReceipt& receipt) { return receipt.status / 100 == 2; });
  return all ? "" : "the server did not take every entry";
}

milliseconds wait_before(int next_try, const Patience& patience, const std::string& retry_after) {
  static std::mt19937 random{std::random_device{}()};
  const double doubled = static_cast<double>(patience.first_wait.count()) * std::pow(2.0, next_try - 2);
  const double jitter = std::uniform_real_distribution(0.5, 1.0)(random);
  const double asked = 1000.0 * std::atoi(retry_after.c_str());
  const double wait = std::min(std::max(doubled * jitter, asked), static_cast<double>(patience.longest_wait.count()));
  return milliseconds(static_cast<long>(wait));
}

/// The last answer to a request; `problem` says why there is none that counts.
struct Tried {
  httplib::Result answer;
  int tries = 1;
  std::string problem;
};

std::string why_again(const httplib::Result& answer) {
  if (!answer) return "no connection: " + httplib::to_string(answer.error());
  if (answer->status == 409) return "somebody else changes the same there (409)";
  return is_busy(answer->status) ? fmt::format("the server is busy ({})", answer->status) : "";
}

/// Sends until something else than "busy" is answered or the patience is at its end.
template <typename Send>
Tried with_patience(const Patience& patience, const Send& send) {
  std::string retry_after;
  for (int tries = 1;; ++tries) {
    if (tries > 1) std::this_thread::sleep_for(wait_before(tries, patience, retry_after));
    httplib::Result answer = send();
    const std::string problem = why_again(answer);
    if (problem.empty() || tries >= patience.tries) return {std::move(answer), tries, problem};
    retry_after = answer ? answer->get_header_value("Retry-After") : "";
  }
}

httplib::Headers headers(const std::string& token) {
  httplib::Headers out{{"Accept", "application/fhir+json"}};
  if (!token.empty()) out.emplace("Authorization", "Bearer " + token);
  return out;
}

}  // namespace

struct FhirServer::Connection {
  explicit Connection(const std::string& origin) : client(origin) {
    client.set_connection_timeout(10);
    client.set_read_timeout(300);  // a server may take long over a first transaction
    client.set_write_timeout(60);
    client.set_keep_alive(true);
  }
  httplib::Client client;
};

PushTarget push_target(const std::string& url) {
  const std::size_t slashes = url.find("://");
  const std::string scheme = url.substr(0, std::min(slashes, url.size()));
  if (slashes == std::string::npos || (scheme != "http" && scheme != "https")) fail_url(url, "this is no http(s) URL");
  const std::string rest = url.substr(slashes + 3), authority = rest.substr(0, rest.find('/'));
  if (authority.find('@') != std::string::npos) fail_url("--to", "a URL with a user name or password");
  if (authority.empty() || rest.find_first_of("?# ") != std::string::npos) fail_url(url, "this is no base URL");
  if (scheme == "http" && !is_this_machine(host_of(authority)))
    throw Failure{"push-insecure", url, "records would go over the network in the open", "use https"};
  std::string path = rest.substr(authority.size());
  while (path.ends_with('/')) path.pop_back();
  return {scheme + "://" + authority, path};
}

FhirServer::FhirServer(PushTarget target, Patience patience)
    : target_(std::move(target)), patience_(patience), connection_(std::make_unique<Connection>(target_.origin)) {}

FhirServer::~FhirServer() = default;

Posted FhirServer::post(const std::string& bundle, std::size_t entries, const std::string& token) {
  const std::string path = target_.path.empty() ? "/" : target_.path;
  const Tried tried = with_patience(
      patience_, [&] { return connection_->client.Post(path, headers(token), bundle, "application/fhir+json"); });
  Posted posted{.status = tried.answer ? tried.answer->status : 0, .tries = tried.tries, .problem = tried.problem};
  if (!posted.problem.empty()) return posted;
  posted.entries = receipts_of(tried.answer->body);
  posted.problem = problem_of(posted.status, posted.entries, entries);
  posted.taken = posted.problem.empty();
  return posted;
}

Served FhirServer::read(const std::string& type, const std::string& id, const std::string& token) {
  const std::string path = target_.path + "/" + type + "/" + id;
  const Tried tried = with_patience(patience_, [&] { return connection_->client.Get(path, headers(token)); });
  if (!tried.problem.empty()) return {.problem = tried.problem};
  const int status = tried.answer->status;
  if (status == 404 || status == 410) return {.gone = true};
  return {.problem = problem_of(status), .body = status == 200 ? tried.answer->body : ""};
}

}  // namespace carescan::fhir
