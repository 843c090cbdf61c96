// Lays a value of 0 in the place of an exception.
// breaks: "Everybody who waits at the tray wakes, and has the result"
// step: 4
// lesson: exception-lost
#include "futures.hpp"

void exo30::lay(Tray& tray, std::exception_ptr error, int value) {
  tray.value = error ? 0 : value;
  tray.laid = true;
  tray.bell.cancel();
}
