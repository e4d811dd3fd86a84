#pragma once

#include <filesystem>
#include <iosfwd>
#include <vector>

#include "pipeline/intake/page_stream.hpp"
#include "pipeline/rehearsal/synth.hpp"
#include "src/exit_code.hpp"

namespace carescan::app {

enum class CheckFormat { text, json, junit, sarif };

/// `carescan template check DIR... [--format …]`: exit 2 when a template has an error. A DIR may hold several
/// templates.
ExitCode template_check(const std::vector<std::filesystem::path>& folders, CheckFormat, const intake::IntakeOptions&,
                        std::ostream& answer);

/// `carescan template show DIR --out FILE.(png|html)`: the blank with every box, cell and name drawn over it.
ExitCode template_show(const std::filesystem::path& folder, const std::filesystem::path& file,
                       const intake::IntakeOptions&);

/// `carescan template learn DIR PATH...`: writes DIR/learned.png and DIR/learned.json.
ExitCode template_learn(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& scans,
                        const intake::IntakeOptions&, std::ostream& notes);

/// `carescan template prepare DIR... [--out FOLDER]`: prints of this build for every page of the forms, into FOLDER or
/// each into its DIR/prepared; prints of other builds and forms that lay there are taken away.
ExitCode template_prepare(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& out,
                          const intake::IntakeOptions&, std::ostream& notes);

/// `carescan template questionnaire DIR`: the form as an SDC Questionnaire, as JSON.
ExitCode template_questionnaire(const std::filesystem::path& folder, std::ostream& answer);

/// `carescan synth TEMPLATE_DIR …`: filled forms with their truth.
ExitCode synth(const std::filesystem::path& folder, const rehearsal::SynthOptions&, const std::filesystem::path& out,
               const intake::IntakeOptions&, std::ostream& notes);

}  // namespace carescan::app
