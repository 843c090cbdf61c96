// Cannot co_await in the catch block, so it starts the apology on the side.
// breaks: "Once the customer has been told, and not before, an OrderError
//   leaves"
// step: 1
// lesson: apology-not-awaited
#include "errors.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>
#include <string>

asio::awaitable<std::string> exo36::collect(int order, Depot depot,
                                            Apology apologize) {
  const auto executor = co_await asio::this_coro::executor;
  try {
    co_return co_await depot(order);
  } catch (...) {
    asio::co_spawn(executor, apologize(order), asio::detached);
    std::throw_with_nested(OrderError(order));
  }
}
