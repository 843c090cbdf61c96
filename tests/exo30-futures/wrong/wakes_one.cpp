// Wakes one of those who wait.
// breaks: "Everybody who waits at the tray wakes, and has the result"
// step: 4
// lesson: taken-away
#include "futures.hpp"

void exo30::lay(Tray& tray, std::exception_ptr error, int value) {
  tray.error = error;
  tray.value = value;
  tray.laid = true;
  tray.bell.cancel_one();
}
