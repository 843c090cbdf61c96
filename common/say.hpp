// Sentences of the programs, in the language of who reads them.
#pragma once

#include <fmt/format.h>

#include <string>
#include <support/language.hpp>

namespace workbook {

// say({"step {} of {}", "étape {} sur {}"}, 2, 3)
template <class... Args>
std::string say(Text text, const Args&... args) {
  return fmt::vformat(text.spoken(), fmt::make_format_args(args...));
}

}  // namespace workbook
