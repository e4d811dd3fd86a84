#include "src/review/whole_labels.hpp"

#include "pipeline/model/failure.hpp"

namespace carescan::web {
namespace {

std::string key_of(const FormTemplate& form) {
  return form.id + "/" + form.version;
}

}  // namespace

WholeLabels::WholeLabels(const std::vector<FormTemplate>& forms, LoadBlanks load) {
  looking_ = std::thread([this, &forms, load = std::move(load)] {
    for (const FormTemplate& form : forms)
      if (!stopping_) look_at(form, load);
  });
}

WholeLabels::~WholeLabels() {
  stopping_ = true;
  finish();
}

void WholeLabels::finish() {
  if (looking_.joinable()) looking_.join();
}

void WholeLabels::look_at(const FormTemplate& form, const LoadBlanks& load) {
  std::map<std::string, Margins> margins;
  try {
    const std::vector<Raster> blanks = load(form);
    for (const Field& field : form.fields)
      for (std::size_t i = 0; i < std::min(blanks.size(), form.pages.size()); ++i)
        if (form.pages[i].number == field.page)
          margins[field.name] = margins_of_whole_labels(blanks[i], form.pages[i], field.box);
  } catch (const Failure&) {  // the usual margins serve, and whoever reads with this form is told
  }
  const std::lock_guard guard(mutex_);
  by_form_[key_of(form)] = std::move(margins);
}

Margins WholeLabels::of(const FormTemplate& form, const std::string& field) const {
  const std::lock_guard guard(mutex_);
  const auto fields = by_form_.find(key_of(form));
  if (fields == by_form_.end()) return {};
  const auto found = fields->second.find(field);
  return found == fields->second.end() ? Margins{} : found->second;
}

}  // namespace carescan::web
