// Shields the apology from cancellation: the customer hears of each stop.
// breaks: "it apologizes to nobody"
// step: 1
// lesson: cancellation-wrapped
#include "errors.hpp"

#include <asio/this_coro.hpp>
#include <exception>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::exception_ptr cause;
  try {
    co_return co_await depot(order);
  } catch (...) {
    cause = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
