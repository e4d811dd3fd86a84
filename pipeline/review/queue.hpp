#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/audit.hpp"
#include "pipeline/batch/corrections.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"
#include "pipeline/review/desk.hpp"

namespace carescan::review {

/// A field that waits, as the queue knows it: no value, so that a hundred thousand of them are small.
struct Waiting {
  Mode mode = Mode::confirm;
  std::uint64_t likeness = 0;  ///< equal for like values; 0 where the value is not shown
  std::string typed_by{};      ///< adjudicate
  bool audit = false;          ///< accepted by policy, and drawn to be looked at: asked of no document
  int turn = 0;                ///< of those that are shown with their reading, the least believable come first
};

/// The column of all values that are shown with their reading and of which few wait, sentences and drawings left out:
/// a screen of many small columns instead of many screens.
constexpr const char* few_key = "few";
constexpr std::size_t most_of_few = 8;

/// The column of a field: its table's rows together.
std::string column_name(const std::string& field);
std::string column_key(const Record&, const std::string& field);

/// How a field that is `asked` waits, and nullopt for one that does not. `standing`: the corrections that stand.
/// `rank`: the field's place in the audit's order, from 1, where it was drawn.
/// `is_odd`: the reading is no word that is known of such a field.
std::optional<Waiting> waiting_of(const RecordField&, const std::map<std::string, batch::Correction>& standing,
                                  std::optional<std::uint64_t> rank = {}, bool is_odd = false);

/// Which fields wait and who has which on the screen. Not for several threads at once: the desk has a lock.
class Queue {
 public:
  /// A field's place: its document in the order of the ledger, its name.
  struct Place {
    int turn = 0;
    std::uint64_t likeness = 0;
    std::size_t document = 0;
    int row = 0;  ///< of a table, so that row 2 comes before row 10
    std::string field;
    auto operator<=>(const Place&) const = default;
  };
  struct Lease {
    std::string reviewer;
    double until = 0;
  };
  struct Entry {
    Waiting waiting;
    Lease lease;
  };

  /// Which fields of a document were drawn for the audit, with their place in its order from 1. Before `set`.
  void draw(std::size_t document, std::map<std::string, std::uint64_t> ranks) { ranks_[document] = std::move(ranks); }

  /// Puts what waits of a document in the place of what waited before; a lease on what still waits stays. `is_odd` says
  /// of which readings to doubt the most.
  void set(
      std::size_t document, const Record&, const std::map<std::string, batch::Correction>& standing,
      const std::function<bool(const RecordField&)>& is_odd = [](const RecordField&) { return false; });

  /// Up to `count` places of a column (or of "few") for this reviewer: first what is on the reviewer's screen already,
  /// then what is on nobody's; of one document where one is given. All of them are leased until `until`; the reviewer's
  /// other ones are given back.
  std::vector<Place> lease(const std::string& reviewer, const std::string& column, std::size_t count,
                           std::optional<std::size_t> document, double now, double until);

  void release(const std::string& reviewer);

  /// Null where the field does not wait.
  const Entry* find(std::size_t document, const std::string& field) const;

  /// True where somebody else has the field on the screen.
  bool is_taken(std::size_t document, const std::string& field, const std::string& reviewer, double now) const;

  std::vector<Column> columns(const std::string& reviewer, double now) const;
  long left() const { return left_; }
  long left_of(std::size_t document) const;
  long documents_left() const { return static_cast<long>(asked_.size()); }
  long adjudication() const;
  long audit() const;

 private:
  struct ColumnOf {
    Column column;
    std::map<Place, Entry> entries;
    bool has_few() const;
  };
  struct Seat {
    std::string column;
    Place place;
  };

  void add(std::size_t document, const Record&, const RecordField&, const Waiting&, const Lease&);
  Entry& entry(const Seat&);
  /// The columns that are meant by a key: one, or those of which few wait.
  std::vector<std::string> columns_of(const std::string& key) const;
  long size_of(const std::string& column) const;

  std::map<std::string, ColumnOf> columns_;
  std::map<std::size_t, std::map<std::string, Seat>> by_document_;
  std::map<std::string, std::vector<Seat>> by_reviewer_;
  std::map<std::size_t, std::map<std::string, std::uint64_t>> ranks_;
  std::map<std::size_t, long> asked_;  ///< fields that a document is asked about; none where there are none
  long left_ = 0;
};

}  // namespace carescan::review
