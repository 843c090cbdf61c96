// Asks the depot a second time when the failure may well pass.
// breaks: "Asks the depot once, for this order"
// step: 1
// lesson: asked-twice
#include "errors.hpp"

#include <asio/this_coro.hpp>
#include <exception>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::exception_ptr cause;
  for (const bool is_last : {false, true}) {
    try {
      co_return co_await depot(order);
    } catch (...) {
      cause = std::current_exception();
    }
    if (is_last || !temporary(code_of(cause))) break;
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
