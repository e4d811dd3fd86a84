#include "tests/unit/intake/intake_support.hpp"

/// So that a Failure where none is due says what it is.
REGISTER_EXCEPTION_TRANSLATOR(carescan::Failure& f) {
  return (f.code + ": " + f.path + ": " + f.why).c_str();
}
