// Names that all files of the companion share.
#pragma once

#include <filesystem>

namespace workbook {}

namespace companion {

// The companion's own code says fold() and not workbook::fold().
using namespace workbook;

// The companion runs at the root of the workbook; all paths start there.
inline const std::filesystem::path tree = "build/learn";
// What it remembers: not in the build tree, which may be made anew.
inline const std::filesystem::path memory = ".exo";

}  // namespace companion
