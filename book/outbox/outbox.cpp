// An outbox relay: messages written in a database are published, concurrently,
// and marked as sent; what cannot be published stays for the next turn.
//
// The database and the broker are small stand-ins: what matters is the order of
// the steps, and what happens when one of them fails.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>
#include <workbook/asio.hpp>

using namespace std::chrono_literals;

asio::awaitable<void> pause(std::chrono::milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}

struct Message {
  int id;
  std::string text;
  bool sent = false;
};

// begin database
class Database {
 public:
  asio::awaitable<std::vector<Message>> unsent() {
    co_await pause(5ms);
    std::vector<Message> found;
    for (const auto& message : messages_)
      if (!message.sent) found.push_back(message);
    co_return found;
  }

  asio::awaitable<void> mark_sent(int id) {
    co_await pause(5ms);
    messages_.at(static_cast<std::size_t>(id)).sent = true;
  }

 private:
  std::vector<Message> messages_{
      {0, "invoice 17"}, {1, "parcel 4"}, {2, "refund 9"}};
};
// end database

class Broker {
 public:
  asio::awaitable<void> publish(const Message& message) {
    co_await pause(20ms);
    if (message.id == 1 && !parcel_refused_) {
      parcel_refused_ = true;
      throw std::runtime_error("the broker is busy");
    }
  }

 private:
  bool parcel_refused_ = false;
};

// begin relay_one
// Publish, then mark. Stopped between the two, it publishes the message again
// next time: at least once, never zero times. Receivers must expect a double.
asio::awaitable<void> relay_one(Database& database, Broker& broker,
                                Message message) {
  co_await broker.publish(message);
  co_await database.mark_sent(message.id);
}
// end relay_one

// begin relay_all
// One turn: all unsent messages at the same time. A failure concerns its own
// message only. Returns how many were relayed.
asio::awaitable<int> relay_all(Database& database, Broker& broker) {
  const auto executor = co_await asio::this_coro::executor;
  const auto messages = co_await database.unsent();

  // Told to stop, this still waits for what is under way, which uses its
  // variables. The flag belongs to the whole chain of awaiting coroutines: it
  // is put back before the caller goes on, or the caller could not be stopped.
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);

  // The last one to end wakes this coroutine up.
  asio::steady_timer all_done(executor, asio::steady_timer::time_point::max());
  auto waiting = messages.size();
  int relayed = 0;
  for (const auto& message : messages)
    asio::co_spawn(executor, relay_one(database, broker, message),
                   [&, id = message.id](std::exception_ptr error) {
                     try {
                       if (error) std::rethrow_exception(error);
                       ++relayed;
                     } catch (const std::exception& reason) {
                       fmt::print("message {} stays: {}\n", id, reason.what());
                     }
                     if (--waiting == 0) all_done.cancel();
                   });
  while (waiting > 0)
    co_await all_done.async_wait(asio::as_tuple(asio::use_awaitable));
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return relayed;
}
// end relay_all

// begin relay
// A real relay goes on for ever; this one stops when nothing is left.
asio::awaitable<void> relay(Database& database, Broker& broker) {
  for (int turn = 1;; ++turn) {
    const int relayed = co_await relay_all(database, broker);
    fmt::print("turn {}: {} relayed\n", turn, relayed);
    if (relayed == 0) co_return;
    co_await pause(10ms);
  }
}
// end relay

// Relays until nothing is left, or until it is told to stop.
void run(std::optional<std::chrono::milliseconds> stop_after = std::nullopt) {
  asio::io_context context;
  Database database;
  Broker broker;
  asio::cancellation_signal stop;
  asio::steady_timer alarm(context);
  auto ended = [&](std::exception_ptr error) {
    alarm.cancel();
    fmt::print("relay: {}\n", error ? "stopped" : "nothing is left");
  };
  asio::co_spawn(context, relay(database, broker),
                 asio::bind_cancellation_slot(stop.slot(), ended));
  if (stop_after) {
    alarm.expires_after(*stop_after);
    alarm.async_wait([&](asio::error_code error) {
      if (!error) stop.emit(asio::cancellation_type::terminal);
    });
  }
  context.run();
}

int main() {
  run();
  fmt::print("a second relay, told to stop in its first turn:\n");
  run(10ms);
}
