#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "src/review/call.hpp"
#include "src/review/page_files.hpp"

namespace carescan::web {

/// A picture and its Content-Type.
struct Picture {
  std::string bytes, type;
};

/// What one server serves to whoever is signed in: the files of a page, and what the page asks for. What answers may
/// throw Refused or Failure, and is called from several threads.
struct Site {
  using Answer = std::function<std::optional<Json>(const std::string& path, const Call&)>;

  Sessions& sessions;
  std::string command;                                                   ///< "carescan review": what printed the link
  std::vector<PageFile> files;                                           ///< one of them "index.html"
  Answer get, post;                                                      ///< nothing where nothing is at that path
  std::function<Picture(const std::string& path, const Call&)> picture;  ///< throws Refused 404
  std::function<void(const std::string& name)> signed_out;               ///< before a session ends
  std::function<std::size_t(const std::string& path)> longest_upload = [](const std::string&) -> std::size_t {
    return 0;
  };  ///< bytes that may be posted to a path as application/octet-stream; 0: none, JSON only
};

}  // namespace carescan::web
