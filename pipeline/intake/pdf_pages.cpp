#include "pipeline/intake/pdf_pages.hpp"

#include <fmt/format.h>

#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>

#include <set>

#include "pipeline/model/failure.hpp"

namespace carescan::intake {
namespace {

constexpr int max_depth = 60;  // of a page tree or a chain of parents; real ones have 2 to 5

struct Walk {
  const std::string& name;
  int max_pages;
  std::set<QPDFObjGen> seen;  // inner nodes only: one page may stand in the tree twice
  std::vector<QPDFObjectHandle> pages;
};

[[noreturn]] void broken(const Walk& walk, const std::string& why) {
  throw Failure{"pdf-broken", walk.name, why, "save or scan it again"};
}

void gather(QPDFObjectHandle node, int depth, Walk& walk) {
  if (!node.isDictionary()) broken(walk, fmt::format("page {} of its list is missing", walk.pages.size() + 1));
  if (!node.hasKey("/Kids")) {
    walk.pages.push_back(node);
    if (static_cast<int>(walk.pages.size()) > walk.max_pages)
      throw Failure{"too-many-pages", walk.name, fmt::format("more than {} pages", walk.max_pages), "split the file"};
    return;
  }
  QPDFObjectHandle kids = node.getKey("/Kids");
  if (!kids.isArray() || depth > max_depth) broken(walk, "its list of pages is damaged");
  if (node.isIndirect() && !walk.seen.insert(node.getObjGen()).second)
    broken(walk, "its list of pages runs in a circle");
  for (int i = 0; i < kids.getArrayNItems(); ++i) gather(kids.getArrayItem(i), depth + 1, walk);
}

}  // namespace

void open_pdf(QPDF& pdf, const std::filesystem::path& path, const std::string& name) {
  const auto silent = QPDFLogger::create();
  silent->setInfo(silent->discard());
  silent->setWarn(silent->discard());
  silent->setError(silent->discard());
  pdf.setLogger(silent);
  pdf.setSuppressWarnings(true);
  try {
    pdf.processFile(path.c_str());
  } catch (const QPDFExc& error) {
    if (error.getErrorCode() == qpdf_e_password)
      throw Failure{"pdf-encrypted", name, "it opens only with a password", "save it without a password"};
    throw Failure{"pdf-broken", name, "its structure is damaged beyond repair or cut off", "save or scan it again"};
  }
}

std::vector<QPDFObjectHandle> pages_of(QPDF& pdf, const std::string& name, int max_pages) {
  Walk walk{name, max_pages, {}, {}};
  QPDFObjectHandle tree = pdf.getRoot().getKey("/Pages");
  if (!tree.isDictionary()) broken(walk, "it has no list of pages");
  QPDFObjectHandle count = tree.getKey("/Count");
  gather(tree, 0, walk);
  const auto there = static_cast<long long>(walk.pages.size());
  if (count.isInteger() && count.getIntValue() > there)
    broken(walk, fmt::format("it says it has {} pages; {} are there", count.getIntValue(), there));
  if (there == 0) throw Failure{"pdf-no-pages", name, "the PDF has no page", "save or scan it again"};
  return std::move(walk.pages);
}

QPDFObjectHandle inherited(QPDFObjectHandle page, const std::string& key) {
  for (int depth = 0; depth < max_depth && page.isDictionary(); ++depth) {
    if (page.hasKey(key)) return page.getKey(key);
    page = page.getKey("/Parent");
  }
  return QPDFObjectHandle::newNull();
}

}  // namespace carescan::intake
