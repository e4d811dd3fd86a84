#pragma once

#include "src/arguments.hpp"
#include "src/installation.hpp"
#include "src/options.hpp"

/// What was given on the command line becomes a command with its options struct: a function a subcommand, called by the
/// table of commands. Each throws UsageError where what was given is missing or odd.
namespace carescan::app {

Command build_read(const Given&, const Installation&);
Command build_merge(const Given&, const Installation&);
Command build_status(const Given&, const Installation&);
Command build_review(const Given&, const Installation&);
Command build_export(const Given&, const Installation&);
Command build_push(const Given&, const Installation&);
Command build_certify(const Given&, const Installation&);
Command build_verify(const Given&, const Installation&);
Command build_forget(const Given&, const Installation&);
Command build_validate(const Given&, const Installation&);
Command build_separators(const Given&, const Installation&);
Command build_score(const Given&, const Installation&);
Command build_doctor(const Given&, const Installation&);

Command build_synth(const Given&, const Installation&);
Command build_template_check(const Given&, const Installation&);
Command build_template_test(const Given&, const Installation&);
Command build_template_draft(const Given&, const Installation&);
Command build_template_diff(const Given&, const Installation&);
Command build_template_edit(const Given&, const Installation&);
Command build_template_show(const Given&, const Installation&);
Command build_template_prepare(const Given&, const Installation&);
Command build_template_learn(const Given&, const Installation&);
Command build_template_questionnaire(const Given&, const Installation&);

}  // namespace carescan::app
