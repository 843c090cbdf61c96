// Finds the known word that was probably meant by an unknown one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace companion {

// The name that is nearest to the word: two letters wrong at most, or the only
// one that begins so; "" if there is none.
std::string nearest(std::string_view word,
                    const std::vector<std::string>& names);

}  // namespace companion
