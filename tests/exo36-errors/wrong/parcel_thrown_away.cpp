// Looks at the cancellation before it looks at the parcel.
// breaks: "unless the parcel comes all the same: then it is returned."
// step: 1
// lesson: parcel-thrown-away
#include "errors.hpp"

#include <asio/this_coro.hpp>
#include <exception>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::string parcel;
  std::exception_ptr cause;
  try {
    parcel = co_await depot(order);
  } catch (...) {
    cause = std::current_exception();
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  if (!cause) co_return parcel;
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
