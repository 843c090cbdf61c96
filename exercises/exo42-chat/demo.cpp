// The demo of exo42: two directions of one line; and the chat, a program.
//
//   demo42             two engineers talk over a line of their own
//   demo42 7000        serves at port 7000 with your session, until Ctrl-C
//   demo42 7000 Ada    joins the chat at port 7000, in the terminal
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/local/connect_pair.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/read_until.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "chat.hpp"

using namespace asio::experimental::awaitable_operators;
using Wire = asio::local::stream_protocol::socket;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// begin notes
// What somebody still has to say, and a bell that rings when it is more.
struct Notes {
  explicit Notes(Wire& wire)
      : bell(wire.get_executor(), asio::steady_timer::time_point::max()) {}

  void add(std::string text) {
    texts.push_back(std::move(text));
    bell.cancel();
  }

  std::vector<std::string> texts;
  asio::steady_timer bell;
};

// Reads out one note after another, as long as nobody stops it.
asio::awaitable<void> talk(Wire& wire, Notes& notes) {
  for (;;) {
    while (notes.texts.empty()) co_await notes.bell.async_wait(as_result);
    const auto text = std::move(notes.texts.front()) + "\n";
    notes.texts.erase(notes.texts.begin());
    co_await asio::async_write(wire, asio::buffer(text), as_result);
  }
}
// end notes

// begin call
// Listens until the other one hangs up, and notes down what there is to answer.
asio::awaitable<void> hear(Wire& wire, Notes& notes, std::string name) {
  std::string heard;
  for (;;) {
    const auto [error, size] = co_await asio::async_read_until(
        wire, asio::dynamic_buffer(heard), '\n', as_result);
    if (error) break;
    const auto text = heard.substr(0, size - 1);
    heard.erase(0, size);
    fmt::print("{} hears \"{}\"\n", name, text);
    if (text == "Is the lift repaired?") notes.add("Since noon. And the door?");
    if (text == "Since noon. And the door?") co_return;
  }
  fmt::print("{} hears that the line is dead\n", name);
}

// Both directions at the same time, until one of them has ended.
asio::awaitable<void> call(Wire wire, std::string name, std::string first) {
  Notes notes(wire);
  if (!first.empty()) notes.add(std::move(first));
  co_await (hear(wire, notes, name) || talk(wire, notes));
  fmt::print("{} hangs up\n", name);
}
// end call

int show() {
  asio::io_context context;
  Wire here(context), there(context);
  asio::local::connect_pair(here, there);
  const auto rethrow = [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  };
  asio::co_spawn(context, call(std::move(there), "Cleo", ""), rethrow);
  asio::co_spawn(context, call(std::move(here), "Dan", "Is the lift repaired?"),
                 rethrow);
  context.run();
  return 0;
}

using asio::ip::tcp;

// A session throws nothing, once it is written.
void say_why(std::exception_ptr error) try {
  if (error) std::rethrow_exception(error);
} catch (const std::exception& thrown) {
  fmt::print("{}\n", thrown.what());
  std::fflush(stdout);
}

// The door of the chat, as in exo38.
asio::awaitable<void> open_door(tcp::acceptor& acceptor, exo42::Room& room) {
  asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      asio::co_spawn(acceptor.get_executor(),
                     exo42::session(std::move(socket), room), say_why);
    } else {
      pause.expires_after(exo42::accept_pause);
      co_await pause.async_wait(as_result);
    }
  }
}

int serve(unsigned short port) {
  // The room outlives the sessions, which die with the context.
  exo42::Room room;
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
  fmt::print("Relay listens at port {}. Ctrl-C stops it.\n",
             acceptor.local_endpoint().port());
  std::fflush(stdout);
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  ctrl_c.async_wait([&](asio::error_code, int) { context.stop(); });
  asio::co_spawn(context, open_door(acceptor, room), asio::detached);
  context.run();
  fmt::print("Relay has closed.\n");
  return 0;
}

// Passes on all bytes, until there are no more.
template <class From, class To>
asio::awaitable<void> pass_on(From& from, To& to) {
  std::array<char, 4096> bytes;
  for (;;) {
    const auto [error, size] =
        co_await from.async_read_some(asio::buffer(bytes), as_result);
    if (error) co_return;
    const auto [failed, sent] = co_await asio::async_write(
        to, asio::buffer(bytes.data(), size), as_result);
    if (failed) co_return;
  }
}

// From the keyboard to the chat; then it is said that no more will come.
asio::awaitable<void> type(asio::posix::stream_descriptor& keyboard,
                           tcp::socket& socket) {
  co_await pass_on(keyboard, socket);
  asio::error_code ignored;
  socket.shutdown(tcp::socket::shutdown_send, ignored);
  // The end of the chat is the other direction's to see.
  asio::steady_timer never(socket.get_executor(),
                           asio::steady_timer::time_point::max());
  co_await never.async_wait(as_result);
}

asio::awaitable<void> join(tcp::socket& socket, std::string name) {
  const auto executor = socket.get_executor();
  name += "\n";
  co_await asio::async_write(socket, asio::buffer(name), as_result);
  asio::posix::stream_descriptor keyboard(executor, ::dup(STDIN_FILENO));
  asio::posix::stream_descriptor screen(executor, ::dup(STDOUT_FILENO));
  co_await (pass_on(socket, screen) || type(keyboard, socket));
  // The terminal has lent them, and its shell expects them to block.
  asio::error_code ignored;
  keyboard.native_non_blocking(false, ignored);
  screen.native_non_blocking(false, ignored);
}

int visit(unsigned short port, std::string name) {
  asio::io_context context(1);
  tcp::socket socket(context);
  socket.connect({asio::ip::address_v4::loopback(), port});
  asio::co_spawn(context, join(socket, std::move(name)),
                 [](std::exception_ptr error) {
                   if (error) std::rethrow_exception(error);
                 });
  context.run();
  return 0;
}

int main(int argc, char** argv) try {
  if (argc == 1) return show();
  const std::string_view text = argv[1];
  unsigned short port = 0;
  const auto [rest, error] =
      std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || rest != text.data() + text.size() || argc > 3) {
    fmt::print("demo42 PORT, or demo42 PORT NAME\n");
    return 2;
  }
  return argc == 2 ? serve(port) : visit(port, argv[2]);
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
