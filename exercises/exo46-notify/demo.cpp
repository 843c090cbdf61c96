// The demo of exo46: one picture for all, lamps that come and go, and a
// watchman in a silent night; and notifications, a program to use.
//
//   demo46              shows these three
//   demo46 7000         serves a page at port 7000, until Ctrl-C: open
//                       http://localhost:7000 in two browsers
//   demo46 7000 500     the same, with a heartbeat after 500 ms of silence
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/address_v4.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "notify.hpp"

using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// begin picture
// A large picture that nobody changes can belong to all who look at it.
using Picture = std::shared_ptr<const std::string>;

void hang_up_a_picture() {
  Picture picture = std::make_shared<const std::string>(1'000'000, 'x');
  std::vector<Picture> rooms(300, picture);
  fmt::print("300 rooms, {} picture of {} bytes, {} owners\n",
             rooms[0] == rooms[299] ? 1 : 300, picture->size(),
             picture.use_count());
  rooms.clear();
  fmt::print("the rooms are empty, {} owner\n", picture.use_count());
}
// end picture

// begin lamps
// The lamps of a corridor. A lamp is among them as long as it lives.
struct Corridor {
  std::list<std::string> lamps;
};

class Lamp {
 public:
  Lamp(Corridor& corridor, std::string name)
      : corridor_(corridor),
        place_(corridor.lamps.insert(corridor.lamps.end(), std::move(name))) {}
  Lamp(const Lamp&) = delete;
  Lamp& operator=(const Lamp&) = delete;
  ~Lamp() { corridor_.lamps.erase(place_); }

 private:
  Corridor& corridor_;
  const std::list<std::string>::iterator place_;
};
// end lamps

void light_the_corridor() {
  Corridor corridor;
  const auto show = [&] {
    for (const auto& name : corridor.lamps) fmt::print("  {}\n", name);
  };
  Lamp door(corridor, "at the door");
  {
    Lamp guest(corridor, "of a guest");
    fmt::print("lamps:\n");
    show();
  }
  fmt::print("the guest has left:\n");
  show();
}

// begin watchman
// Somebody knocks, or nobody does for a while: whichever is first.
asio::awaitable<void> watch(asio::steady_timer& knock, int& calls) {
  asio::steady_timer silence(knock.get_executor());
  for (;;) {
    silence.expires_after(10ms);
    const auto first =
        co_await (knock.async_wait(as_result) || silence.async_wait(as_result));
    if (first.index() == 0) break;
    ++calls;
    fmt::print("the watchman: all is quiet\n");
    // The visitor comes when this was heard twice.
    if (calls == 2) knock.expires_after(0ms);
  }
  fmt::print("the watchman: who is there?\n");
}
// end watchman

void watch_a_night() {
  asio::io_context context;
  asio::steady_timer knock(context, asio::steady_timer::time_point::max());
  int calls = 0;
  asio::co_spawn(context, watch(knock, calls),
                 [](const std::exception_ptr& error) {
                   if (error) std::rethrow_exception(error);
                 });
  context.run();
}

// The program

using asio::ip::tcp;
namespace http = workbook::http;

// A browser needs no more than this to be told.
constexpr std::string_view page = R"(<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>Relay</title>
<style>
  body { font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 34rem }
  li { white-space: pre-wrap }
  .missed { color: #b00; list-style: none }
  input { width: 24rem; font: inherit }
</style>
</head>
<body>
<h1>Relay</h1>
<p id="line">...</p>
<form><input autofocus> <button>&#9654;</button></form>
<ol id="news"></ol>
<script>
  const french = navigator.language.startsWith("fr");
  const line = document.querySelector("#line");
  const show = (text, kind) => {
    const item = document.createElement("li");
    item.textContent = text;
    item.className = kind;
    document.querySelector("#news").append(item);
  };
  const source = new EventSource("/events");
  source.onopen = () => { line.textContent = french ? "en direct" : "live"; };
  source.onerror = () => { line.textContent = "..."; };
  source.onmessage = event => show(event.data, "notice");
  source.addEventListener("missed", event =>
    show("- " + event.data + (french ? " manquées" : " missed"), "missed"));
  document.forms[0].onsubmit = event => {
    event.preventDefault();
    const input = document.querySelector("input");
    fetch("/notices", { method: "POST", body: input.value });
    input.value = "";
  };
</script>
</body>
</html>
)";

struct Relay {
  exo46::Hub hub;
  exo46::Pulse pulse;
  exo46::Id said = 0;
};

asio::awaitable<void> answer(tcp::socket& socket, int status,
                             std::string_view type, std::string_view body) {
  const auto text = fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n"
      "Connection: close\r\n\r\n{}",
      status, http::reason(status), type, body.size(), body);
  co_await asio::async_write(socket, asio::buffer(text), as_result);
}

// One request for each connection. exo43 says what else a server must see to.
asio::awaitable<void> converse(tcp::socket socket, Relay& relay) {
  constexpr std::size_t largest = 64 * 1024;
  std::string received;
  const auto [error, size] = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(received, largest), "\r\n\r\n", as_result);
  if (error) co_return;
  exo46::Request request;
  int refused = 0;
  try {
    request = http::parse_head(received.substr(0, size));
  } catch (const http::Refused& refusal) {
    refused = refusal.status;
  }
  const bool post = request.method == "POST";
  if (refused) {
    co_await answer(socket, refused, "text/plain", "");
  } else if (request.target == "/events" && !post) {
    co_await exo46::stream(std::move(socket), std::move(request), relay.hub,
                           relay.pulse);
  } else if (request.target == "/notices" && post) {
    auto body = received.substr(size);
    const auto length = http::value_of(request.fields, "content-length");
    std::size_t whole = 0;
    std::from_chars(length.data(), length.data() + length.size(), whole);
    if (whole > largest) {
      co_await answer(socket, 413, "text/plain", "");
      co_return;
    }
    if (whole > body.size())
      co_await asio::async_read(socket, asio::dynamic_buffer(body, whole),
                                asio::transfer_exactly(whole - body.size()),
                                as_result);
    if (body.size() < whole) co_return;
    relay.said = relay.hub.publish(std::move(body));
    co_await answer(socket, 200, "text/plain", fmt::format("{}\n", relay.said));
  } else if (request.target == "/" && !post) {
    co_await answer(socket, 200, "text/html; charset=utf-8", page);
  } else {
    co_await answer(socket, 404, "text/plain", "");
  }
}

// The door, as in exo38.
asio::awaitable<void> open_door(tcp::acceptor& acceptor, Relay& relay) {
  asio::steady_timer pause(acceptor.get_executor());
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (!error) {
      asio::co_spawn(acceptor.get_executor(),
                     converse(std::move(socket), relay), asio::detached);
    } else {
      pause.expires_after(100ms);
      co_await pause.async_wait(as_result);
    }
  }
}

int serve(unsigned short port, exo46::Pulse pulse) {
  asio::io_context context(1);
  Relay relay{{context.get_executor(), 100}, pulse};
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
  fmt::print("Relay listens at port {}. Ctrl-C stops it.\n",
             acceptor.local_endpoint().port());
  std::fflush(stdout);
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  ctrl_c.async_wait([&](asio::error_code, int) { context.stop(); });
  asio::co_spawn(context, open_door(acceptor, relay), asio::detached);
  context.run();
  fmt::print("Relay has said {} things.\n", relay.said);
  return 0;
}

int main(int argc, char** argv) try {
  if (argc == 1) {
    hang_up_a_picture();
    light_the_corridor();
    watch_a_night();
    return 0;
  }
  std::vector<int> numbers;
  for (int i = 1; i < argc; ++i) {
    const std::string_view text = argv[i];
    int number = -1;
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && rest == text.data() + text.size() &&
        number >= (i == 1 ? 0 : 1) && (i > 1 || number < 65'536))
      numbers.push_back(number);
  }
  if (argc > 3 || numbers.size() + 1 != static_cast<std::size_t>(argc)) {
    fmt::print("demo46 PORT [MILLISECONDS]\n");
    return 2;
  }
  exo46::Pulse pulse;
  if (numbers.size() == 2) pulse.beat = std::chrono::milliseconds(numbers[1]);
  return serve(static_cast<unsigned short>(numbers[0]), pulse);
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
