// A part of a duration, which has digits behind the point.
// explained: duration-has-more
#include <chrono>

using Duration = std::chrono::steady_clock::duration;

Duration pause(Duration bound, double part) {
  Duration length = bound * part;
  return length;
}
