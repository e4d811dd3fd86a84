#include "pipeline/intake/pdf_content.hpp"

#include <array>
#include <set>

#include "pipeline/intake/limited_stream.hpp"

namespace carescan::intake {
namespace {

constexpr std::size_t max_content_bytes = 8U << 20, max_objects = 64, max_nesting = 256;

/// Operators that change what follows but paint nothing, and need no notice here.
const std::set<std::string>& harmless() {
  static const std::set<std::string> names{"BT", "ET", "Tc",  "Tw",  "Tz",  "TL", "Tf",  "Ts",  "Td", "TD",
                                           "Tm", "T*", "BMC", "BDC", "EMC", "MP", "DP",  "BX",  "EX", "w",
                                           "J",  "j",  "M",   "d",   "ri",  "i",  "g",   "G",   "rg", "RG",
                                           "k",  "K",  "cs",  "CS",  "sc",  "SC", "scn", "SCN", "d0", "d1"};
  return names;
}

const std::set<std::string>& shows_text() {
  static const std::set<std::string> names{"Tj", "TJ", "'", "\""};
  return names;
}

class Follower : public QPDFObjectHandle::ParserCallbacks {
 public:
  explicit Follower(PageContent& out) : out_(out) {}

  void handleObject(QPDFObjectHandle object) override {
    if (!object.isOperator()) {
      operands_.push_back(object);
      return;
    }
    follow(object.getOperatorValue());
    operands_.clear();
    if (out_.paints_more) terminateParsing();
  }
  void handleEOF() override {}

 private:
  struct State {
    QPDFMatrix matrix;
    int text_mode = 0;
  };

  void follow(const std::string& op) {
    if (op == "q")
      save();
    else if (op == "Q")
      restore();
    else if (op == "cm")
      concat();
    else if (op == "Tr")
      state_.text_mode = operands_.size() == 1 && operands_[0].isInteger() ? operands_[0].getIntValueAsInt() : 0;
    else if (op == "Do")
      paint();
    else if (op == "BDC" && !operands_.empty() && operands_[0].isNameAndEquals("/OC"))
      out_.paints_more = true;  // a layer, which a viewer may hide
    else if (op == "re" || op == "W" || op == "W*" || op == "n")
      clip(op);
    else if (shows_text().contains(op))
      out_.paints_more = state_.text_mode != 3;
    else if (!harmless().contains(op))
      out_.paints_more = true;
  }

  void save() {
    if (stack_.size() >= max_nesting) out_.paints_more = true;
    stack_.push_back(state_);
  }

  void restore() {
    if (stack_.empty()) return;
    state_ = stack_.back();
    stack_.pop_back();
  }

  /// The operands as numbers; false, and an unusual page, where they are something else.
  template <std::size_t N>
  bool numbers(std::array<double, N>& out) {
    bool fine = operands_.size() == N;
    for (std::size_t i = 0; fine && i < N; ++i) fine = operands_[i].getValueAsNumber(out[i]);
    if (!fine) out_.paints_more = true;
    return fine;
  }

  void concat() {
    if (std::array<double, 6> m{}; numbers(m)) state_.matrix.concat(QPDFMatrix(m[0], m[1], m[2], m[3], m[4], m[5]));
  }

  void paint() {
    if (operands_.size() != 1 || !operands_[0].isName() || out_.objects.size() >= max_objects) {
      out_.paints_more = true;
      return;
    }
    out_.objects.push_back({operands_[0].getName(), state_.matrix});
  }

  /// `re W n` alone is followed; a path that is filled or stroked is none of these operators and ends it all.
  void clip(const std::string& op) {
    if (op == "re") {
      std::array<double, 4> r{};
      if (!numbers(r)) return;
      const QPDFMatrix& m = state_.matrix;
      if ((m.b != 0 || m.c != 0) && (m.a != 0 || m.d != 0)) out_.paints_more = true;  // a slanting clip
      const QPDFObjectHandle::Rectangle box(r[0], r[1], r[0] + r[2], r[1] + r[3]);
      path_.push_back(state_.matrix.transformRectangle(box));
    } else if (op == "n") {
      if (clipping_ && path_.size() != 1) out_.paints_more = true;
      if (clipping_ && path_.size() == 1) out_.clips.push_back(path_[0]);
      clipping_ = false;
      path_.clear();
    } else {
      clipping_ = true;
    }
  }

  PageContent& out_;
  State state_;
  std::vector<State> stack_;
  std::vector<QPDFObjectHandle> operands_;
  std::vector<QPDFObjectHandle::Rectangle> path_;
  bool clipping_ = false;
};

/// One stream or an array of them, which are read as one.
std::optional<std::string> content_bytes(QPDFObjectHandle contents) {
  std::string all;
  const int parts = contents.isArray() ? contents.getArrayNItems() : 1;
  for (int i = 0; i < parts; ++i) {
    QPDFObjectHandle part = contents.isArray() ? contents.getArrayItem(i) : contents;
    if (!part.isStream()) return std::nullopt;
    const auto bytes = stream_bytes(part, true, max_content_bytes);
    if (!bytes || all.size() + bytes->size() > max_content_bytes) return std::nullopt;
    all += *bytes + "\n";
  }
  return all;
}

}  // namespace

PageContent content_of(QPDF& pdf, QPDFObjectHandle page) {
  PageContent out;
  QPDFObjectHandle contents = page.getKey("/Contents");
  if (contents.isNull()) return out;
  const auto bytes = content_bytes(contents);
  if (!bytes) {
    out.paints_more = true;
    return out;
  }
  Follower follower(out);
  QPDFObjectHandle::newStream(&pdf, *bytes).parseAsContents(&follower);
  return out;
}

}  // namespace carescan::intake
