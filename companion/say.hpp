// What the companion says, in the learner's language.
#pragma once

#include <fmt/format.h>

#include <string>
#include <support/language.hpp>

namespace companion {

using workbook::french;
using workbook::Text;

// say({"step {} of {}", "étape {} sur {}"}, 2, 3)
template <class... Args>
std::string say(Text text, const Args&... args) {
  return fmt::vformat(text.spoken(), fmt::make_format_args(args...));
}

}  // namespace companion
