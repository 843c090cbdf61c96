// Rings when the result is not noted down, and does not note it.
// breaks: "Everybody who waits at the tray wakes, and has the result"
// step: 4
// lesson: never-wakes
#include "futures.hpp"

void exo30::lay(Tray& tray, std::exception_ptr error, int value) {
  tray.bell.cancel();
  tray.error = error;
  tray.value = value;
}
