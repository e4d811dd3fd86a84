#pragma once

#include <deque>
#include <set>
#include <string>
#include <vector>

#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {

/// Builds a Json tree from the parser's events and reports what FHIR forbids on the way: members that are there twice,
/// nesting beyond any resource. The shape of its functions is that of nlohmann's SAX interface.
class JsonReader {
 public:
  explicit JsonReader(std::vector<Finding>& findings) : findings_(findings) {}

  Json& root() { return root_; }

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(Json::number_integer_t value) { return put(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return put(value); }
  bool number_float(Json::number_float_t value, const std::string&) { return put(value); }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(Json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Json::object()); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool key(std::string& name);
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&);

 private:
  /// An object or array that is not closed yet.
  struct Level {
    Json* node;
    std::string key;
    std::set<std::string> keys;  ///< of large objects only
    bool skipped = false;        ///< the member named `key` was there before
  };

  static bool is_new(Level& level, const std::string& name);
  bool put(Json value);
  bool open(Json empty);
  bool close();
  Json* attach(Json value);
  std::string path() const;

  std::vector<Finding>& findings_;
  Json root_;
  std::deque<Json> skipped_;  ///< the second of two equal members each, in place: one may lie in another
  std::vector<Level> levels_;
};

}  // namespace carescan::fhir
