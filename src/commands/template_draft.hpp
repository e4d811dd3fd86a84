#pragma once

#include <filesystem>
#include <iosfwd>

#include "pipeline/intake/page_stream.hpp"
#include "src/exit_code.hpp"

namespace carescan::app {

/// `carescan template draft BLANK.(pdf|png|tif|jpg) --out DIR`: writes DIR/form.json and the blank beside it, and says
/// what is left to do. Exit 3 where `template check` still finds errors in it. Never writes over a form.json: throws
/// Failure "draft-exists".
ExitCode template_draft(const std::filesystem::path& blank, const std::filesystem::path& folder,
                        const intake::IntakeOptions&, std::ostream& answer);

}  // namespace carescan::app
