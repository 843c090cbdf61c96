// Takes an empty parcel for a depot that failed.
// breaks: "an empty parcel is a parcel"
// step: 1
// lesson: empty-is-an-answer
#include "errors.hpp"

#include <exception>
#include <stdexcept>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  std::exception_ptr cause;
  try {
    const std::string parcel = co_await depot(order);
    if (parcel.empty()) throw std::runtime_error("nothing arrived");
    co_return parcel;
  } catch (...) {
    cause = std::current_exception();
  }
  co_await apologize(order);
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}
