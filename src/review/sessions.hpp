#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::web {

/// Whether a reviewer may be called that: 1 to 60 characters of UTF-8 that can be printed, none that turns the
/// direction of writing, no space at either end.
bool is_reviewer_name(const std::string& name);

/// Who may work here. A one-time link (15 minutes) becomes a session (12 hours); neither is ever kept: sessions.json
/// holds SHA-256 hashes of session tokens, so that a server that is started again on the same port knows the browsers
/// that were signed in. May be called from several threads.
class Sessions {
 public:
  static constexpr std::int64_t link_seconds = 15 * 60, session_seconds = 12 * 60 * 60;

  /// Seconds since 1970.
  using Clock = std::function<std::int64_t()>;

  /// Who asks.
  struct Who {
    std::string name;
    std::string session;  ///< hash of the session's token: tells sessions of one name apart
  };

  /// Takes up what sessions.json holds; a file that cannot be understood holds nothing: everybody signs in again.
  Sessions(const batch::OutFolder&, Clock);

  /// A token for a one-time link with which `name` signs in.
  std::string invite(const std::string& name);

  /// The token of a new session for a link's token, which is thereby used up; nothing where it is unknown, used or too
  /// old. One name has one session: an earlier one of the same name ends. Throws Failure "out-unwritable".
  std::optional<std::string> sign_in(const std::string& link_token);

  /// Whose session a cookie's token is; nothing where there is none, or it has ended.
  std::optional<Who> who(const std::string& session_token) const;

  /// Ends a session. Throws Failure "out-unwritable".
  void sign_out(const std::string& session_token);

  /// Names of all who were invited or are signed in, sorted, each once.
  std::vector<std::string> reviewers() const;

  /// The port served last on this folder, 0 where none is known.
  int last_port() const;
  /// Notes the port. Throws Failure "out-unwritable".
  void set_port(int port);

 private:
  struct Ends {
    std::string name;
    std::int64_t at = 0;
  };
  using ByHash = std::map<std::string, Ends>;

  void load();
  void save() const;
  ByHash::const_iterator find(const ByHash&, const std::string& token) const;

  batch::OutFolder out_;
  Clock clock_;
  mutable std::mutex mutex_;
  ByHash links_, sessions_;
  int port_ = 0;
};

}  // namespace carescan::web
