// The demo of exo45.
//
//   demo45        how a stream is made, and how a read goes on while nobody
//                 waits for it
//   demo45 100    a morning at a belt with a hundred parcels, with the
//                 functions of the exercise
#include <fmt/format.h>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <charconv>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "streams.hpp"

using namespace std::chrono_literals;
using exo45::Scan;
using exo45::Source;
using exo45::Stream;

// begin belt
// A camera at a belt. Nothing runs unless next() is awaited.
class Belt : public Source<Scan> {
 public:
  explicit Belt(int parcels) : parcels_(parcels) {}
  ~Belt() override { fmt::print("  the camera is off\n"); }

  asio::awaitable<std::optional<Scan>> next() override {
    if (seen_ == parcels_) co_return std::nullopt;
    ++seen_;
    fmt::print("  the camera sees {}\n", seen_);
    co_return Scan(seen_, "a large picture");
  }

 private:
  const int parcels_;
  int seen_ = 0;
};

Stream<Scan> belt(int parcels) {
  return Stream<Scan>(std::make_unique<Belt>(parcels));
}
// end belt

// begin odd
// A stream out of a stream: every other scan.
class Odd : public Source<Scan> {
 public:
  explicit Odd(Stream<Scan> source) : source_(std::move(source)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (scan) co_await source_.next();
    co_return scan;
  }

 private:
  Stream<Scan> source_;
};
// end odd

asio::awaitable<void> show_belt() {
  Stream<Scan> odd(std::make_unique<Odd>(belt(5)));
  fmt::print("nothing was seen yet\n");
  for (int i = 0; i < 2; ++i) {
    auto scan = co_await odd.next();
    fmt::print("got {}\n", scan->parcel);
  }
  fmt::print("enough\n");
}

// begin messenger
asio::awaitable<std::string> far_away() {
  asio::steady_timer way(co_await asio::this_coro::executor, 50ms);
  co_await way.async_wait(asio::use_awaitable);
  co_return "a letter";
}

// He travels in a coroutine of his own, which owns him as well.
struct Messenger {
  std::string brings;
  asio::cancellation_signal home;
};

std::shared_ptr<Messenger> send(const asio::any_io_executor& executor,
                                std::shared_ptr<asio::steady_timer> bell) {
  auto messenger = std::make_shared<Messenger>();
  asio::co_spawn(executor, far_away(),
                 asio::bind_cancellation_slot(
                     messenger->home.slot(),
                     [messenger, bell](const std::exception_ptr& failure,
                                       const std::string& letter) {
                       messenger->brings = failure ? "nothing" : letter;
                       bell->cancel();
                     }));
  return messenger;
}
// end messenger

// begin lobby
asio::awaitable<void> wait_in_the_lobby() {
  const auto executor = co_await asio::this_coro::executor;
  auto bell = std::make_shared<asio::steady_timer>(executor);
  auto messenger = send(executor, bell);
  for (auto patience : {10ms, 10'000ms}) {
    bell->expires_after(patience);
    asio::error_code ignored;
    co_await bell->async_wait(
        asio::redirect_error(asio::use_awaitable, ignored));
    fmt::print("after some time: \"{}\"\n", messenger->brings);
  }
  messenger = send(executor, bell);
  messenger->home.emit(asio::cancellation_type::terminal);
  bell->expires_after(10s);
  asio::error_code ignored;
  co_await bell->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  fmt::print("called back: \"{}\"\n", messenger->brings);
}
// end lobby

// begin morning
asio::awaitable<Scan> weigh(Scan scan) {
  // The scales take a moment: others may go on meanwhile.
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  co_return scan;
}

// A call for each scan, which begins when somebody awaits it.
class Weighing : public Source<exo45::Call> {
 public:
  explicit Weighing(Stream<Scan> scans) : scans_(std::move(scans)) {}
  asio::awaitable<std::optional<exo45::Call>> next() override {
    auto scan = co_await scans_.next();
    std::optional<exo45::Call> call;
    if (scan) call.emplace(weigh(std::move(*scan)));
    co_return call;
  }

 private:
  Stream<Scan> scans_;
};

asio::awaitable<void> morning(int parcels) {
  auto even = exo45::filter(
      belt(parcels), [](const Scan& scan) { return scan.parcel % 2 == 0; });
  auto five = exo45::take(std::move(even), 5);
  auto weighed = exo45::buffered(
      Stream<exo45::Call>(std::make_unique<Weighing>(std::move(five))), 3);
  auto batches = exo45::batch(std::move(weighed), 2, 10s);
  while (auto batch = co_await batches.next()) {
    fmt::print("to the database:");
    for (const auto& scan : *batch) fmt::print(" {}", scan.parcel);
    fmt::print("\n");
  }
}
// end morning

void run(asio::awaitable<void> work) {
  asio::io_context context;
  asio::co_spawn(context, std::move(work),
                 [](const std::exception_ptr& failure) {
                   if (failure) std::rethrow_exception(failure);
                 });
  context.run();
}

int main(int argc, char** argv) try {
  if (argc == 1) {
    run(show_belt());
    run(wait_in_the_lobby());
    return 0;
  }
  const std::string_view text = argv[1];
  int parcels = 0;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + text.size(), parcels);
  if (argc > 2 || error != std::errc() || rest != text.data() + text.size()) {
    fmt::print("demo45 PARCELS\n");
    return 2;
  }
  run(morning(parcels));
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
