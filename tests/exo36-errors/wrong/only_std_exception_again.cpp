// Takes every failure that may pass to be a std::exception.
// breaks: "Tries again only after a failure whose code (see code_of) is
//   temporary"
// step: 3
// lesson: cause-not-seen
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  for (Milliseconds delay{100};; delay *= 2) {
    try {
      co_return co_await work();
    } catch (const std::exception&) {
      if (--attempts == 0 || !temporary(code_of(std::current_exception())))
        throw;
    }
    co_await pause(delay);
  }
}
