#include "src/commands/template_edit.hpp"

#include <fmt/format.h>

#include <ostream>

#include "src/commands/serving.hpp"
#include "src/commands/work_folder.hpp"
#include "src/editor/editor.hpp"
#include "src/review/browser.hpp"
#include "src/review/folder.hpp"
#include "src/this_run.hpp"

namespace fs = std::filesystem;

namespace carescan::app {

ExitCode template_edit(const TemplateEditOptions& options, std::ostream& answer, std::ostream& notes) {
  const sigset_t ends = hold_signals();
  const WorkFolder work("template-edit");
  const batch::OutFolder own{work.path / "server", "edit"};
  batch::create(own);
  fs::create_directories(web::review_folder(own));
  editor::TryOut try_out(options.executable, work.path / "try");
  editor::Editor editor(
      options.folder, [&](const fs::path& blank) { return intake::load_pages(blank, options.intake); }, try_out);
  web::Sessions sessions(own, unix_seconds);
  const web::Site site = editor::editor_site(editor, try_out, sessions);
  web::Server server(site, options.port, notes);
  const std::string link = server.invite(login_name());
  answer << fmt::format("Open {}\n", link) << std::flush;
  notes << "The link works once, for 15 minutes. Ctrl-C ends the editor; what was saved is in form.json.\n"
        << std::flush;
  if (options.browser) web::open_in_browser(own, link);
  serve(server, ends);
  return ExitCode::done;
}

}  // namespace carescan::app
