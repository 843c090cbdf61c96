// Throws the exception that it should lay.
// breaks: "Everybody who waits at the tray wakes, and has the result"
// step: 4
// lesson: exception-lost
#include "futures.hpp"

#include <exception>

void exo30::lay(Tray& tray, std::exception_ptr error, int value) {
  if (error) std::rethrow_exception(error);
  tray.value = value;
  tray.laid = true;
  tray.bell.cancel();
}
