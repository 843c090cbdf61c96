// Tries again when a cancellation has a context around it.
// breaks: "operation_aborted (see code_of) is never tried again"
// step: 3
// lesson: retries-cancellation
#include "errors.hpp"

#include <exception>
#include <string>

namespace {

bool stopped_in_a_context(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const asio::system_error&) {
    return false;
  } catch (...) {
    return exo36::code_of(error) == asio::error::operation_aborted;
  }
}

}  // namespace

asio::awaitable<std::string> exo36::retry(Attempt work, int attempts,
                                          Pause pause) {
  for (Milliseconds delay{100};; delay *= 2) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      failure = std::current_exception();
    }
    if (--attempts == 0 ||
        !(temporary(code_of(failure)) || stopped_in_a_context(failure)))
      std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
