// Looks at the outermost exception, and not at what is nested in it.
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
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (const asio::system_error& error) {
      if (!temporary(error.code())) throw;
      failure = std::current_exception();
    }
    if (--attempts == 0) std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
