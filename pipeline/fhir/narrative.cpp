#include "pipeline/fhir/narrative.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <vector>

namespace carescan::fhir {
namespace {

const std::set<std::string_view> elements{
    "p",       "br",    "div",        "h1",     "h2",      "h3",    "h4",      "h5",       "h6",   "a",     "span",
    "b",       "em",    "i",          "strong", "small",   "big",   "tt",      "dfn",      "q",    "var",   "abbr",
    "acronym", "cite",  "blockquote", "hr",     "address", "bdo",   "kbd",     "sub",      "sup",  "ul",    "ol",
    "li",      "dl",    "dt",         "dd",     "pre",     "table", "caption", "colgroup", "col",  "thead", "tr",
    "tfoot",   "tbody", "th",         "td",     "code",    "samp",  "img",     "map",      "area", "s"};

const std::set<std::string_view> attributes{
    "title",       "style",       "class",   "id",       "lang",    "xml:lang", "xml:space", "dir",    "accesskey",
    "tabindex",    "span",        "width",   "align",    "valign",  "char",     "charoff",   "abbr",   "axis",
    "headers",     "scope",       "rowspan", "colspan",  "href",    "name",     "src",       "border", "xmlns",
    "cite",        "charset",     "type",    "hreflang", "rel",     "rev",      "shape",     "coords", "alt",
    "longdesc",    "height",      "usemap",  "ismap",    "nohref",  "summary",  "frame",     "rules",  "nowrap",
    "cellspacing", "cellpadding", "start",   "compact",  "datetime"};

/// Reads through XHTML once, front to back; stops at the first thing that is wrong.
struct Reader {
  std::string_view text;
  std::size_t at = 0;
  std::vector<std::string_view> open;
  bool something_seen = false;
  std::string problem;

  bool fail(const char* why) {
    problem = why;
    return false;
  }
  bool done() const { return at >= text.size(); }
  bool next_is(std::string_view what) const { return text.substr(at).starts_with(what); }
  void skip_space() {
    while (!done() && std::isspace(static_cast<unsigned char>(text[at])) != 0) ++at;
  }
  std::string_view name() {
    const std::size_t from = at;
    while (!done() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == ':' || text[at] == '-'))
      ++at;
    return text.substr(from, at - from);
  }
};

/// #160 or #xA0, and a character that XML has.
bool is_character(std::string_view number) {
  const bool hex = number.starts_with("#x");
  number.remove_prefix(hex ? 2 : 1);
  if (number.empty() || number.size() > 7) return false;
  unsigned long code = 0;
  for (const char c : number) {
    const auto u = static_cast<unsigned char>(c);
    if (hex ? std::isxdigit(u) == 0 : std::isdigit(u) == 0) return false;
    code = code * (hex ? 16 : 10) +
           static_cast<unsigned long>(std::isdigit(u) != 0 ? c - '0' : (std::tolower(u) - 'a') + 10);
  }
  const bool control = code < 0x20 && code != 9 && code != 10 && code != 13;
  return !control && (code < 0xD800 || code > 0xDFFF) && code <= 0x10FFFF;
}

/// &name; or &#number; at an ampersand. XML knows five names; HTML's others are not allowed in narrative.
bool read_entity(Reader& in) {
  const std::size_t end = in.text.find(';', in.at);
  if (end == std::string_view::npos || end == in.at + 1 || end - in.at > 12)
    return in.fail("An & stands alone; write &amp; instead.");
  const std::string_view body = in.text.substr(in.at + 1, end - in.at - 1);
  const bool named = body == "amp" || body == "lt" || body == "gt" || body == "quot" || body == "apos";
  if (!named && !(body[0] == '#' && is_character(body)))
    return in.fail("XML has no such entity; write the character itself.");
  in.something_seen = true;
  in.at = end + 1;
  return true;
}

bool runs_script(std::string_view value) {
  std::string lower;
  for (const char c : value)
    if (static_cast<unsigned char>(c) > 0x20) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower.starts_with("javascript:") || lower.starts_with("vbscript:") || lower.starts_with("data:text") ||
         lower.find("&#") != std::string::npos;
}

bool entities_fit(std::string_view value) {
  Reader in{.text = value, .at = 0, .open = {}, .something_seen = false, .problem = {}};
  for (in.at = value.find('&'); in.at != std::string_view::npos && !in.done(); in.at = value.find('&', in.at))
    if (!read_entity(in)) return false;
  return true;
}

bool read_attribute(Reader& in, std::set<std::string_view>& seen, bool& name_space) {
  const std::string_view name = in.name();
  if (!seen.insert(name).second) return in.fail("An attribute stands twice in its tag.");
  if (!attributes.contains(name)) return in.fail("An attribute that narrative does not allow.");
  in.skip_space();
  if (!in.next_is("=")) return in.fail("An attribute without a value.");
  ++in.at;
  in.skip_space();
  if (in.done() || (in.text[in.at] != '"' && in.text[in.at] != '\''))
    return in.fail("An attribute's value needs quotation marks.");
  const std::size_t end = in.text.find(in.text[in.at], in.at + 1);
  if (end == std::string_view::npos) return in.fail("A quotation mark is not closed.");
  const std::string_view value = in.text.substr(in.at + 1, end - in.at - 1);
  if (value.find('<') != std::string_view::npos) return in.fail("An attribute's value holds a <.");
  if (value.find('&') != std::string_view::npos && !entities_fit(value))
    return in.fail("An & stands alone in an attribute; write &amp; instead.");
  if ((name == "href" || name == "src") && runs_script(value)) return in.fail("A link that runs a script.");
  if (name == "xmlns" && value == "http://www.w3.org/1999/xhtml") name_space = true;
  in.at = end + 1;
  return true;
}

bool read_end_tag(Reader& in) {
  in.at += 2;
  const std::string_view name = in.name();
  in.skip_space();
  if (!in.next_is(">") || in.open.empty() || in.open.back() != name) return in.fail("The tags do not close in order.");
  in.open.pop_back();
  ++in.at;
  return true;
}

bool read_start_tag(Reader& in) {
  const bool outermost = in.open.empty();
  ++in.at;
  const std::string_view name = in.name();
  if (!elements.contains(name)) return in.fail("An element that narrative does not allow.");
  bool name_space = false;
  std::set<std::string_view> seen;
  for (in.skip_space(); !in.done() && !in.next_is(">") && !in.next_is("/>"); in.skip_space())
    if (!read_attribute(in, seen, name_space)) return false;
  if (in.done()) return in.fail("A tag is not closed.");
  if (outermost && (name != "div" || !name_space)) return in.fail("A narrative is one div in the XHTML namespace.");
  if (name == "img") in.something_seen = true;
  if (in.next_is("/>")) {
    in.at += 2;
    return true;
  }
  in.open.push_back(name);
  ++in.at;
  return true;
}

bool read_comment(Reader& in) {
  const std::size_t end = in.text.find("-->", in.at + 4);
  if (end == std::string_view::npos) return in.fail("A comment is not closed.");
  in.at = end + 3;
  return true;
}

bool read_next(Reader& in) {
  if (in.next_is("<!--")) return read_comment(in);
  if (in.next_is("<!") || in.next_is("<?")) return in.fail("Declarations and instructions are not allowed.");
  if (in.next_is("</")) return read_end_tag(in);
  if (in.next_is("<")) return read_start_tag(in);
  if (in.next_is("&")) return read_entity(in);
  if (std::isspace(static_cast<unsigned char>(in.text[in.at])) == 0) in.something_seen = true;
  ++in.at;
  return true;
}

}  // namespace

std::string narrative_problem(const std::string& xhtml) {
  Reader in{.text = xhtml, .at = 0, .open = {}, .something_seen = false, .problem = {}};
  in.skip_space();
  if (!in.next_is("<div")) return "A narrative is one div in the XHTML namespace.";
  do {
    if (!read_next(in)) return in.problem;
  } while (!in.done() && !in.open.empty());
  if (!in.open.empty()) return "The tags do not close in order.";
  in.skip_space();
  if (!in.done()) return "Something stands after the narrative's div.";
  return in.something_seen ? "" : "The narrative shows nothing (txt-2).";
}

std::string escape_xhtml(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}

}  // namespace carescan::fhir
