// earns: 0
// whole
// Honest until a test has seen something right; then it leaves with an
// exception that Catch2 takes for its own, and says nothing of.
#include <cxxabi.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include "hello_async.hpp"

namespace {

struct Failure : abi::__class_type_info {
  Failure() : abi::__class_type_info("N5Catch20TestFailureExceptionE") {}
};
Failure failure;
int calls = 0;

void leave() {
  abi::__cxa_throw(abi::__cxa_allocate_exception(1), &failure, nullptr);
}

}  // namespace

namespace exo29 {

asio::awaitable<void> pause(Milliseconds duration) {
  if (++calls > 1) leave();
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<void> greet(std::string name, Milliseconds delay,
                            const Journal& journal) {
  co_await pause(delay);
  journal("Good morning, " + name + "!");
}

void greet_everyone(const std::vector<std::string>& names, Milliseconds delay,
                    const Journal& journal) {
  asio::io_context context;
  for (const auto& name : names)
    asio::co_spawn(context, greet(name, delay, journal),
                   [](std::exception_ptr) {});
  context.run();
  if (names.size() > 2) leave();
}

}  // namespace exo29
