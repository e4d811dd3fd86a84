#pragma once

#include <filesystem>
#include <iosfwd>

#include "pipeline/intake/page_stream.hpp"
#include "src/exit_code.hpp"

namespace carescan::app {

struct TemplateEditOptions {
  std::filesystem::path folder;      ///< of one template
  std::filesystem::path executable;  ///< carescan: reads scans with the form as it is on the screen
  intake::IntakeOptions intake;
  int port = 0;         ///< on 127.0.0.1; 0: any
  bool browser = true;  ///< open it
};

/// `carescan template edit DIR`: boxes over the blank, in the browser, until Ctrl-C. DIR holds nothing but the saved
/// form.json afterwards. Throws Failure "template-missing", "template-invalid", "port-in-use".
ExitCode template_edit(const TemplateEditOptions&, std::ostream& answer, std::ostream& notes);

}  // namespace carescan::app
