#pragma once

#include <string>

#include "pipeline/batch/merge.hpp"

/// The report part by part, each a piece of HTML; empty where there is nothing to say.
namespace carescan::batch {

/// What a person must look at before anything else: failed and quarantined pages, batches unlike those before them, forms
/// with pages missing, pages of somebody else, refused bundles.
std::string attention_section(const RunContents&);

/// Pages by state; failed files with what to do; quarantined pages with their pictures and the reason in words.
std::string pages_section(const OutFolder&, const RunContents&);

/// One row for each document: where it came from, what was found, what is odd, links to its files.
std::string documents_section(const OutFolder&, const RunContents&);

/// Fields accepted and asked by form and by kind, and how well pages lay on their forms.
std::string figures_section(const RunContents&);

/// What the run was made with: program, forms, policy, as run.json has them.
std::string made_with_section(const OutFolder&);

}  // namespace carescan::batch
