#pragma once

#include <httplib.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

namespace carescan::test {

/// A server on 127.0.0.1 that answers as told; for what a real server does only when it is ill. A real one is asked in
/// scripts/conformance.
class FakeFhirServer {
 public:
  /// Answers request number `n`, from 1.
  using Answer = std::function<void(int n, const httplib::Request&, httplib::Response&)>;

  explicit FakeFhirServer(Answer answer) {
    const auto handle = [this, answer](const httplib::Request& request, httplib::Response& response) {
      const std::lock_guard lock(mutex_);
      requests_.push_back(request);
      answer(static_cast<int>(requests_.size()), request, response);
    };
    server_.Post(".*", handle);
    server_.Get(".*", handle);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~FakeFhirServer() {
    server_.stop();
    thread_.join();
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/fhir"; }
  std::vector<httplib::Request> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  httplib::Server server_;
  std::mutex mutex_;
  std::vector<httplib::Request> requests_;
  std::thread thread_;
  int port_ = 0;
};

/// The answer to a transaction of which every entry was taken.
inline void take(const httplib::Request& request, httplib::Response& response,
                 const std::string& status = "201 Created") {
  const nlohmann::json bundle = nlohmann::json::parse(request.body);
  nlohmann::json entries = nlohmann::json::array();
  for (const auto& entry : bundle.at("entry"))
    entries.push_back({{"response",
                        {{"status", status},
                         {"location", entry.at("resource").at("resourceType").get<std::string>() + "/" +
                                          std::to_string(entries.size()) + "/_history/1"}}}});
  response.set_content(
      nlohmann::json{{"resourceType", "Bundle"}, {"type", "transaction-response"}, {"entry", entries}}.dump(),
      "application/fhir+json");
}

}  // namespace carescan::test
