// Wakes who waits for a value, and lets who waits for an exception sleep.
// breaks: "Everybody who waits at the tray wakes, and has the result"
// step: 4
// lesson: never-wakes
#include "futures.hpp"

void exo30::lay(Tray& tray, std::exception_ptr error, int value) {
  tray.error = error;
  if (error) return;
  tray.value = value;
  tray.laid = true;
  tray.bell.cancel();
}
