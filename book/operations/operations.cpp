// An asynchronous operation of one's own: for callbacks, futures, coroutines.
#include <fmt/format.h>

#include <algorithm>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/awaitable.hpp>
#include <asio/bind_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/compose.hpp>
#include <asio/detached.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <thread>
#include <utility>

// begin scale
// Somebody else's library: it calls back, on a thread of its own.
class Scale {
 public:
  Scale() = default;
  Scale(const Scale&) = delete;
  Scale& operator=(const Scale&) = delete;
  ~Scale() {
    if (thread_.joinable()) thread_.join();
  }

  // The needle settles: 70, 90, 90, 90... Not to be called while it weighs.
  void weigh(std::function<void(int grams)> done) {
    if (thread_.joinable()) thread_.join();
    grams_ = std::min(grams_ + 20, 90);
    thread_ = std::thread([done, grams = grams_] { done(grams); });
  }

 private:
  std::thread thread_;
  int grams_ = 50;
};
// end scale

// begin initiate
// Weighs once. The token says how the caller wants to hear of the end.
template <class Token>
auto async_weigh(Scale& scale, Token&& token) {
  auto initiation = [](auto handler, Scale* scale) {
    // The handler comes back where it belongs, and keeps its context running
    // until then.
    auto executor = asio::get_associated_executor(handler);
    auto guard = asio::make_work_guard(executor);
    // A std::function must be copyable, and a handler need not be.
    auto kept = std::make_shared<decltype(handler)>(std::move(handler));
    scale->weigh([kept, guard](int grams) {
      asio::post(guard.get_executor(),
                 [kept, grams] { std::move (*kept)(grams); });
    });
  };
  return asio::async_initiate<Token, void(int)>(initiation, token, &scale);
}
// end initiate

// begin compose
// Weighs until two readings agree: a small state machine, called again after
// each step. It has the executor and the slot of the handler by itself.
struct UntilSteady {
  Scale& scale;
  int last = -1;

  template <class Self>
  void operator()(Self& self) {
    async_weigh(scale, std::move(self));
  }
  template <class Self>
  void operator()(Self& self, int grams) {
    if (grams == last) return self.complete(grams);
    last = grams;
    async_weigh(scale, std::move(self));
  }
};

template <class Token>
auto async_steady_weight(Scale& scale, asio::io_context& context,
                         Token&& token) {
  return asio::async_compose<Token, void(int)>(UntilSteady{scale}, token,
                                               context);
}
// end compose

// begin use
asio::awaitable<void> parcel(Scale& scale, asio::io_context& context) {
  const auto mine = std::this_thread::get_id();
  const int first = co_await async_weigh(scale, asio::use_awaitable);
  fmt::print("first reading: {} g, on my thread: {}\n", first,
             std::this_thread::get_id() == mine);
  const int steady =
      co_await async_steady_weight(scale, context, asio::use_awaitable);
  fmt::print("steady: {} g\n", steady);
}
// end use

int main() {
  asio::io_context context;
  Scale scale;
  asio::co_spawn(context, parcel(scale, context), asio::detached);
  context.run();
  // begin callback
  auto told = [](int grams) { fmt::print("by callback: {} g\n", grams); };
  async_weigh(scale, asio::bind_executor(context, told));
  context.restart();
  context.run();
  // end callback
}
