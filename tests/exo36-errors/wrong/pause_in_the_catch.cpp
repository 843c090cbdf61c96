// Calls pause in the catch block, where co_await does not compile.
// breaks: "Awaits `pause` between two attempts"
// step: 3
// lesson: pause-not-awaited
#include "errors.hpp"

#include <exception>
#include <string>

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  for (Milliseconds delay{100};; delay *= 2) {
    try {
      co_return co_await work();
    } catch (...) {
      const auto failure = std::current_exception();
      if (--attempts == 0 || !temporary(code_of(failure))) throw;
      pause(delay);
    }
  }
}
