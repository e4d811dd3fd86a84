#pragma once

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

#include <filesystem>
#include <string>
#include <vector>

namespace carescan::intake {

/// Opens the file, with an empty password where it asks for one; qpdf prints nothing. Throws Failure "pdf-encrypted",
/// "pdf-broken", and what qpdf throws for structures it cannot follow.
void open_pdf(QPDF&, const std::filesystem::path&, const std::string& name);

/// The pages of a PDF in order. Stricter than qpdf, which drops what it cannot find: a page tree with a hole, a circle
/// or fewer pages than it claims is a Failure "pdf-broken", so that no page is lost without a word. Also
/// "pdf-no-pages", "too-many-pages" (told before the pages are gathered).
std::vector<QPDFObjectHandle> pages_of(QPDF&, const std::string& name, int max_pages);

/// An attribute that pages inherit from their page tree (ISO 32000-1 table 30): null where neither has it.
QPDFObjectHandle inherited(QPDFObjectHandle page, const std::string& key);

}  // namespace carescan::intake
