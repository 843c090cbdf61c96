// Looks for a temporary code in the failure and in all that is nested in it.
// breaks: "Tries again only after a failure whose code (see code_of) is
// temporary"
// step: 3
// lesson: retries-permanent
#include "errors.hpp"

#include <exception>
#include <string>

namespace {

bool worth_another(const std::exception_ptr& error) {
  if (exo36::temporary(exo36::code_of(error))) return true;
  try {
    std::rethrow_exception(error);
  } catch (const std::nested_exception& context) {
    return worth_another(context.nested_ptr());
  } catch (...) {
    return false;
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
    if (--attempts == 0 || !worth_another(failure))
      std::rethrow_exception(failure);
    co_await pause(delay);
  }
}
