#include <sstream>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

const std::string digit = "0123456789", district = "123456789", empty = " ";

/// The letters that stand in each place, as in records' pattern of a postcode.
const std::string first = "ABCDEFGHIJKLMNOPRSTUWYZ", second = "ABCDEFGHKLMNOPQRSTUVWXY",
                  inward = "ABDEFGHJLNPQRSTUWXYZ";
const std::string third = "ABCDEFGHJKPSTUW", fourth = "ABEHMNPRVWXY";

/// All postcode areas of the United Kingdom and the Crown dependencies.
const char* const areas =
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G "
    "GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW "
    "OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC "
    "WD "
    "WF WN WR WS WV YO ZE";

using Cells = std::vector<std::string>;

/// An outward code: its characters and how likely it is.
struct Outward {
  double weight = 0;
  Cells cells;
};

Cells letters(const std::string& area) {
  Cells out;
  for (const char c : area) out.emplace_back(1, c);
  return out;
}

Cells with(Cells cells, std::initializer_list<std::string> more) {
  cells.insert(cells.end(), more);
  return cells;
}

/// Districts of real areas; a letter ends them only in the middle of London.
std::vector<Outward> real_outwards() {
  std::vector<std::string> names;
  std::istringstream stream(areas);
  for (std::string name; stream >> name;) names.push_back(name);
  const double each = 1 / static_cast<double>(names.size());
  std::vector<Outward> out;
  for (const std::string& name : names) {
    const Cells area = letters(name);
    const bool lettered = name == "EC" || name == "WC" || name == "SW" || name == "SE" || name == "NW" || name == "E" ||
                          name == "N" || name == "W";
    const double ended = name == "EC" || name == "WC" ? 0.9 : lettered ? 0.2 : 0;
    out.push_back({each * (1 - ended) * 0.45, with(area, {digit})});
    out.push_back({each * (1 - ended) * 0.55, with(area, {district, digit})});
    if (lettered) out.push_back({each * ended, with(area, {"1234", name.size() == 1 ? third : fourth})});
  }
  return out;
}

/// Any outward code of the grammar, where an area is none of today's.
std::vector<Outward> possible_outwards() {
  return {{1 / 6.0, {first, digit}},
          {1 / 6.0, {first, digit, digit}},
          {1 / 6.0, {first, second, digit}},
          {1 / 6.0, {first, second, digit, digit}},
          {1 / 6.0, {first, digit, third}},
          {1 / 6.0, {first, second, digit, fourth}},
          {1e-4, {"G", "I", "R"}}};
}

/// The ways to write it into the cells: the halves in their places (the inward one in the last three), both together
/// from the left, or with one cell between them.
void place(const Outward& outward, std::size_t cells, std::vector<Pattern>& out) {
  struct Way {
    double weight;
    std::size_t gap, after;
  };
  const std::size_t length = outward.cells.size() + 3;
  if (length > cells) return;
  const std::size_t room = cells - length;
  const std::vector<Way> ways{{0.9, room, 0}, {0.05, 0, room}, {0.05, 1, room - 1}};
  for (const Way& way : ways) {
    if (way.gap > room) continue;
    Pattern pattern{outward.weight * way.weight, outward.cells};
    pattern.cells.insert(pattern.cells.end(), way.gap, empty);
    pattern.cells.insert(pattern.cells.end(), {digit, inward, inward});
    pattern.cells.insert(pattern.cells.end(), way.after, empty);
    out.push_back(std::move(pattern));
  }
}

std::vector<Pattern> placed(const std::vector<Outward>& outwards, std::size_t cells) {
  std::vector<Pattern> out;
  for (const Outward& outward : outwards) place(outward, cells, out);
  return out;
}

}  // namespace

Evidence by_postcode(const Likelihoods& cells) {
  return mixed(by_patterns(cells, placed(real_outwards(), cells.size())), 0.95,
               by_patterns(cells, placed(possible_outwards(), cells.size())));
}

}  // namespace carescan::reading
