#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "src/review/crop.hpp"

namespace carescan::web {

/// How much of the page is shown round every field, so that no printed label is cut in half (margins_of_whole_labels).
/// The blanks are looked at one after the other in the background: nobody waits for a page to be drawn.
class WholeLabels {
 public:
  using LoadBlanks = std::function<std::vector<Raster>(const FormTemplate&)>;  ///< may throw Failure

  /// `forms` must outlive it.
  WholeLabels(const std::vector<FormTemplate>& forms, LoadBlanks);
  ~WholeLabels();
  WholeLabels(const WholeLabels&) = delete;
  WholeLabels& operator=(const WholeLabels&) = delete;

  /// The usual margins until the form has been looked at, and where its blank cannot be read.
  Margins of(const FormTemplate&, const std::string& field) const;

  /// Waits until every form has been looked at.
  void finish();

 private:
  void look_at(const FormTemplate&, const LoadBlanks&);

  mutable std::mutex mutex_;
  std::map<std::string, std::map<std::string, Margins>> by_form_;  ///< by "<id>/<version>", then field
  std::atomic<bool> stopping_ = false;
  std::thread looking_;
};

}  // namespace carescan::web
