// The demo of exo43: how to read what was cut anywhere, and what becomes of a
// letter that says two things; and a web server, a program to use.
//
//   demo43                  reads some strings, and some letters
//   demo43 8080 FOLDER      serves the files of a folder, until Ctrl-C
#include <fmt/format.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/address_v4.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_awaitable.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "http.hpp"

namespace {

// begin netstrings
// Reads "5:hello,": a length in digits, and so many bytes. One at a time, so
// that it does not matter where the network has cut them.
class Netstrings {
 public:
  void feed(std::string_view bytes) {
    for (const char c : bytes) {
      switch (part_) {
        case length:
          if (c == ':')
            part_ = left_ > 0 ? text : comma;
          else
            left_ = left_ * 10 + static_cast<std::size_t>(c - '0');
          break;
        case text:
          text_ += c;
          if (--left_ == 0) part_ = comma;
          break;
        case comma:
          fmt::print("  \"{}\"\n", std::exchange(text_, ""));
          part_ = length;
      }
    }
  }

 private:
  enum { length, text, comma } part_ = length;
  std::size_t left_ = 0;
  std::string text_;
};
// end netstrings

void read_netstrings() {
  Netstrings strings;
  for (auto piece : {"5:he", "llo,1", "2:3:one,3:two", ",,0:", ","}) {
    fmt::print("came: {}\n", piece);
    strings.feed(piece);
  }
}

// begin letters
// A letter: how many pages it has, then its pages. This one says so twice.
const std::vector<std::string_view> mail{"pages 1", "pages 0", "pay Eve 100"};

void read(std::string_view who, bool believes_the_last) {
  std::size_t at = 0;
  while (at < mail.size()) {
    std::size_t pages = 0;
    for (bool first = true; at < mail.size() && mail[at].starts_with("pages ");
         first = false, ++at)
      if (first || believes_the_last)
        pages = static_cast<std::size_t>(mail[at].back() - '0');
    fmt::print("{}: a letter with {} page(s)\n", who, pages);
    at += pages;
    // What stands behind a letter is an order to the bank.
    if (at < mail.size()) fmt::print("{}: an order, {}\n", who, mail[at++]);
  }
}
// end letters

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// exo38 says how to count clients, and how to stop without cutting one off.
asio::awaitable<void> welcome(exo43::tcp::acceptor& acceptor,
                              exo43::Handler handler) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      asio::co_spawn(
          executor,
          exo43::converse(std::move(socket), handler, exo43::Patience()),
          asio::detached);
    } else {
      pause.expires_after(std::chrono::milliseconds(100));
      co_await pause.async_wait(as_result);
    }
  }
}

// The files of a folder; and /echo, which sends back what it was sent.
class Relay {
 public:
  Relay(std::filesystem::path folder, exo43::Clerks& clerks)
      : files_(exo43::files(std::move(folder), clerks)) {}

  asio::awaitable<exo43::Response> answer(exo43::Request request) {
    ++answered_;
    exo43::Response response;
    if (request.target == "/echo")
      response.body = std::move(request.body);
    else
      response = co_await files_(std::move(request));
    co_return response;
  }

  long answered() const { return answered_; }

 private:
  exo43::Handler files_;
  long answered_ = 0;
};

int serve(unsigned short port, const std::filesystem::path& folder) {
  asio::io_context context(1);
  asio::thread_pool clerks(4);
  Relay relay(folder, clerks);
  exo43::tcp::acceptor acceptor(context,
                                {asio::ip::address_v4::loopback(), port});
  fmt::print("Relay listens at port {}. Ctrl-C stops it.\n",
             acceptor.local_endpoint().port());
  std::fflush(stdout);
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  ctrl_c.async_wait([&](asio::error_code, int) { context.stop(); });
  asio::co_spawn(context,
                 welcome(acceptor,
                         [&](exo43::Request request) {
                           return relay.answer(std::move(request));
                         }),
                 asio::detached);
  context.run();
  fmt::print("Relay has answered {} requests.\n", relay.answered());
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc > 1) {
    const std::string_view text = argv[1];
    unsigned short port = 0;
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), port);
    if (argc == 3 && error == std::errc() && rest == text.data() + text.size())
      return serve(port, argv[2]);
    fmt::print("demo43 PORT FOLDER\n");
    return 2;
  }
  read_netstrings();
  read("the doorman", false);
  read("the clerk", true);
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
