// Pictures of a run for a terminal.
#pragma once

#include "common/paint.hpp"
#include "names.hpp"
#include "trace.hpp"

namespace companion {

// Yours above the reference's: the test that fails, or else every test of the
// traces whose story can be drawn.
Lines pictures(const Traces& yours, const Traces& reference,
               const Paint& paint);

}  // namespace companion
