// A test of asynchronous code that sleeps nowhere: the test owns the moment.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <functional>
#include <optional>
#include <workbook/asio.hpp>

using Server = std::function<asio::awaitable<int>()>;

// begin under_test
// What is tested: it must ask both before it waits for either.
asio::awaitable<int> both_at_once(Server a, Server b) {
  using namespace asio::experimental::awaitable_operators;
  const auto [x, y] = co_await (a() && b());
  co_return x + y;
}

asio::awaitable<int> one_then_the_other(Server a, Server b) {
  const int x = co_await a();
  co_return x + co_await b();
}
// end under_test

// begin gate
// A server that answers when the test says so, and counts who asked.
class Gate {
 public:
  explicit Gate(asio::io_context& context)
      : bell_(context, asio::steady_timer::time_point::max()) {}

  asio::awaitable<int> ask() {
    ++asked;
    while (!answer_)
      co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return *answer_;
  }
  void open(int answer) {
    answer_ = answer;
    bell_.cancel();
  }
  int asked = 0;

 private:
  asio::steady_timer bell_;
  std::optional<int> answer_;
};
// end gate

// begin test
void test(const char* name, asio::awaitable<int> (*sum)(Server, Server)) {
  asio::io_context context;
  Gate a(context), b(context);
  std::optional<int> result;
  asio::co_spawn(context, sum([&] { return a.ask(); }, [&] { return b.ask(); }),
                 [&](std::exception_ptr, int value) { result = value; });

  context.poll();  // all that is ready has run: what is seen now is exact
  fmt::print("{}: asked {} and {}, ", name, a.asked, b.asked);
  a.open(1);
  b.open(2);
  context.poll();
  fmt::print("result {}\n", result.value_or(-1));
}
// end test

int main() {
  test("at once", both_at_once);
  test("one then the other", one_then_the_other);
}
