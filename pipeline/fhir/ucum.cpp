#include "pipeline/fhir/ucum.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace carescan::fhir {
namespace {

using Words = std::set<std::string, std::less<>>;

/// Atoms that take prefixes.
const Words& metric() {
  static const Words atoms{
      "m",    "s",      "g",    "rad",  "K",   "C",      "cd",     "mol",   "sr",  "Hz",  "N",   "Pa",  "J",
      "W",    "A",      "V",    "F",    "Ohm", "S",      "Wb",     "Cel",   "T",   "H",   "lm",  "lx",  "Bq",
      "Gy",   "Sv",     "l",    "L",    "ar",  "t",      "bar",    "u",     "eV",  "pc",  "kat", "U",   "[IU]",
      "[iU]", "m[Hg]",  "Np",   "B",    "cal", "cal_th", "eq",     "osm",   "Bd",  "bit", "By",  "dyn", "erg",
      "P",    "m[H2O]", "Ky",   "G",    "Mx",  "St",     "gf",     "R",     "RAD", "REM", "b",   "mho", "Ci",
      "[g]",  "B[SPL]", "B[V]", "B[W]", "st",  "[cal]",  "cal_IT", "cal_m", "Lmb", "ph",  "Gb",  "Oe",  "Bi"};
  return atoms;
}

const Words& plain() {
  static const Words atoms{
      "%",          "min",         "h",         "d",         "wk",       "mo",       "a",        "[ppth]",
      "[ppm]",      "[ppb]",       "[pptr]",    "deg",       "'",        "''",       "gon",      "mo_j",
      "mo_s",       "mo_g",        "a_j",       "a_t",       "a_g",      "[degF]",   "[degR]",   "[in_i]",
      "[ft_i]",     "[yd_i]",      "[mi_i]",    "[nmi_i]",   "[lb_av]",  "[oz_av]",  "[dr_av]",  "[gr]",
      "[stone_av]", "[oz_tr]",     "[lb_tr]",   "[oz_ap]",   "[sin_i]",  "[sft_i]",  "[cin_i]",  "[cft_i]",
      "[gal_us]",   "[qt_us]",     "[pt_us]",   "[foz_us]",  "[cup_us]", "[tsp_us]", "[tbs_us]", "[gal_br]",
      "[qt_br]",    "[pt_br]",     "[foz_br]",  "[cup_m]",   "[tsp_m]",  "[tbs_m]",  "[foz_m]",  "[drp]",
      "[HPF]",      "[LPF]",       "[pH]",      "[diop]",    "[p'diop]", "[Ch]",     "[CFU]",    "[PFU]",
      "[FFU]",      "[BAU]",       "[AU]",      "[arb'U]",   "[USP'U]",  "[GPL'U]",  "[MPL'U]",  "[APL'U]",
      "[beth'U]",   "[anti'Xa'U]", "[todd'U]",  "[dye'U]",   "[smgy'U]", "[bdsk'U]", "[ka'U]",   "[knk'U]",
      "[mclg'U]",   "[tb'U]",      "[CCID_50]", "[TCID_50]", "[EID_50]", "[Lf]",     "[PNU]",    "[Amb'a'1'U]",
      "[D'ag'U]",   "[hnsf'U]",    "[MET]",     "[PRU]",     "[wood'U]", "[psi]",    "[acr_us]", "[car_m]",
      "[pi]",       "10*",         "10^",       "[Cal]",     "[Btu]",    "[HP]",     "[S]",      "[in_i'Hg]",
      "[in_i'H2O]", "att",         "atm",       "[mu_0]",    "[c]",      "[RFU]",    "[mesh_i]", "circ"};
  return atoms;
}

const Words& prefixes() {
  static const Words all{"Y", "Z", "E", "P", "T", "G", "M", "k", "h",  "da", "d",  "c",
                         "m", "u", "n", "p", "f", "a", "z", "y", "Ki", "Mi", "Gi", "Ti"};
  return all;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_atom(std::string_view text) {
  if (plain().contains(text) || metric().contains(text)) return true;
  for (std::size_t length = 1; length <= 2 && length < text.size(); ++length)
    if (prefixes().contains(text.substr(0, length)) && metric().contains(text.substr(length))) return true;
  return false;
}

/// A number, or an atom with an exponent: kg, m2, s-1, 10*9, 24.
bool is_simple(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_digit)) return !text.empty() && text != "0";
  std::string_view stem = text;
  while (!stem.empty() && is_digit(stem.back())) stem.remove_suffix(1);
  if (stem.size() < text.size() && !stem.empty() && (stem.back() == '-' || stem.back() == '+')) stem.remove_suffix(1);
  return is_atom(stem);
}

/// Takes a component's text from the front: up to an operator, bracket-aware ([in_i'H2O], B[10.nV]).
std::string_view take_simple(std::string_view& rest) {
  std::size_t end = 0;
  for (bool inside = false; end < rest.size(); ++end) {
    if (rest[end] == '[' || rest[end] == ']') inside = rest[end] == '[';
    if (!inside && std::string_view("./(){}").find(rest[end]) != std::string_view::npos) break;
  }
  const std::string_view out = rest.substr(0, end);
  rest.remove_prefix(end);
  return out;
}

/// {text} from the front; false where it is not closed.
bool take_annotation(std::string_view& rest) {
  const std::size_t close = rest.find('}');
  if (close == std::string_view::npos || rest.substr(1, close - 1).find('{') != std::string_view::npos) return false;
  rest.remove_prefix(close + 1);
  return true;
}

bool take_term(std::string_view& rest, int depth);

bool take_component(std::string_view& rest, int depth) {
  if (rest.empty()) return false;
  if (rest.front() == '{') return take_annotation(rest);
  if (rest.front() == '(') {
    rest.remove_prefix(1);
    if (depth > 8 || !take_term(rest, depth + 1) || rest.empty() || rest.front() != ')') return false;
    rest.remove_prefix(1);
    return true;
  }
  if (!is_simple(take_simple(rest))) return false;
  return rest.empty() || rest.front() != '{' || take_annotation(rest);
}

bool take_term(std::string_view& rest, int depth) {
  if (!rest.empty() && rest.front() == '/') rest.remove_prefix(1);
  while (take_component(rest, depth)) {
    if (rest.empty() || rest.front() == ')') return true;
    if (rest.front() != '.' && rest.front() != '/') return false;
    rest.remove_prefix(1);
  }
  return false;
}

}  // namespace

bool is_ucum(std::string_view unit) {
  const bool printable = std::all_of(unit.begin(), unit.end(), [](char c) { return c > ' ' && c < 0x7f; });
  return printable && take_term(unit, 0) && unit.empty();
}

}  // namespace carescan::fhir
