// The companion's own code says fold() and not workbook::fold().
#pragma once

namespace workbook {}

namespace companion {
using namespace workbook;
}  // namespace companion
