#include "src/review/sessions.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "pipeline/fhir/utf8.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"
#include "src/review/folder.hpp"
#include "src/review/secrets.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::web {
namespace {

/// Code points of well-formed UTF-8.
std::u32string code_points(const std::string& text) {
  std::u32string points;
  for (const char byte : text) {
    const auto b = static_cast<unsigned char>(byte);
    if (b < 0x80)
      points.push_back(b);
    else if (b >= 0xC0)
      points.push_back(b >= 0xF0 ? b & 0x07U : b >= 0xE0 ? b & 0x0FU : b & 0x1FU);
    else
      points.back() = (points.back() << 6U) | (b & 0x3FU);
  }
  return points;
}

/// Control characters, line separators and marks that turn the direction of writing or take no room.
bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFD);
}

}  // namespace

bool is_reviewer_name(const std::string& name) {
  if (!fhir::is_utf8(name) || name.empty() || name.front() == ' ' || name.back() == ' ') return false;
  const std::u32string points = code_points(name);
  return points.size() <= 60 && std::none_of(points.begin(), points.end(), is_hidden);
}

Sessions::Sessions(const batch::OutFolder& out, Clock clock) : out_(out), clock_(std::move(clock)) {
  load();
}

void Sessions::load() {
  try {
    const Json json = Json::parse(batch::read_file(sessions_file(out_)));
    for (const Json& session : json.at("sessions"))
      sessions_[session.at("sha256")] = {session.at("name"), session.at("ends")};
    port_ = json.at("port");
  } catch (const Failure&) {  // there is none yet
  } catch (const Json::exception&) {
    sessions_.clear();
  }
}

void Sessions::save() const {
  Json sessions = Json::array();
  for (const auto& [hash, ends] : sessions_)
    if (ends.at > clock_()) sessions.push_back({{"sha256", hash}, {"name", ends.name}, {"ends", ends.at}});
  const Json json{{"schema", "carescan/sessions/1"}, {"port", port_}, {"sessions", sessions}};
  batch::write_file(out_, sessions_file(out_), json.dump(2) + "\n");
}

/// Looks at every entry, so that the time it takes says nothing of where one was found.
Sessions::ByHash::const_iterator Sessions::find(const ByHash& all, const std::string& token) const {
  const std::string hash = records::sha256_hex(token);
  auto found = all.end();
  for (auto entry = all.begin(); entry != all.end(); ++entry)
    if (same_secret(entry->first, hash) && entry->second.at > clock_()) found = entry;
  return found;
}

std::string Sessions::invite(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const std::string token = random_token();
  links_[records::sha256_hex(token)] = {name, clock_() + link_seconds};
  return token;
}

std::optional<std::string> Sessions::sign_in(const std::string& link_token) {
  const std::lock_guard lock(mutex_);
  const auto link = find(links_, link_token);
  if (link == links_.end()) return std::nullopt;
  const std::string token = random_token();
  std::erase_if(sessions_, [&](const auto& session) { return session.second.name == link->second.name; });
  sessions_[records::sha256_hex(token)] = {link->second.name, clock_() + session_seconds};
  links_.erase(link);
  save();
  return token;
}

std::optional<Sessions::Who> Sessions::who(const std::string& session_token) const {
  const std::lock_guard lock(mutex_);
  const auto session = find(sessions_, session_token);
  if (session == sessions_.end()) return std::nullopt;
  return Who{session->second.name, session->first};
}

void Sessions::sign_out(const std::string& session_token) {
  const std::lock_guard lock(mutex_);
  const auto session = find(sessions_, session_token);
  if (session == sessions_.end()) return;
  sessions_.erase(session);
  save();
}

std::vector<std::string> Sessions::reviewers() const {
  const std::lock_guard lock(mutex_);
  std::set<std::string> names;
  for (const ByHash* all : {&links_, &sessions_})
    for (const auto& [hash, ends] : *all)
      if (ends.at > clock_()) names.insert(ends.name);
  return {names.begin(), names.end()};
}

int Sessions::last_port() const {
  const std::lock_guard lock(mutex_);
  return port_;
}

void Sessions::set_port(int port) {
  const std::lock_guard lock(mutex_);
  port_ = port;
  save();
}

}  // namespace carescan::web
