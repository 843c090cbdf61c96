// The demo of exo44: work that makes work, and a function around a function;
// and a crawler, a program to use.
//
//   demo44                      a rumour, and a question that is counted
//   demo44 8080                 draws the map of the site at this port
//   demo44 http://host/page     the same, for a site that you may visit
#include <fmt/format.h>

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "crawler.hpp"

using namespace std::chrono_literals;

namespace {

void rethrow(const std::exception_ptr& failure) {
  if (failure) std::rethrow_exception(failure);
}

// begin rumour
const std::map<std::string, std::vector<std::string>> friends{
    {"Ada", {"Bob", "Cleo"}},
    {"Bob", {"Ada", "Dan"}},
    {"Cleo", {"Dan"}},
    {"Dan", {"Ada", "Eve"}},
    {"Eve", {}}};

struct Rumour {
  std::set<std::string> heard;
  int talking = 0;
  asio::steady_timer bell;  // rings when nobody talks any more
};

asio::awaitable<void> talk(Rumour& rumour, std::string who);

void tell(const asio::any_io_executor& executor, Rumour& rumour,
          const std::string& who) {
  // Noted when it is told, and not when it has been passed on: so nobody is
  // told twice.
  if (!rumour.heard.insert(who).second) return;
  ++rumour.talking;
  asio::co_spawn(executor, talk(rumour, who),
                 [&rumour](const std::exception_ptr&) {
                   if (--rumour.talking == 0) rumour.bell.cancel();
                 });
}

asio::awaitable<void> talk(Rumour& rumour, std::string who) {
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::use_awaitable);  // it takes a moment
  fmt::print("{} passes it on (talking: {})\n", who, rumour.talking);
  for (const auto& other : friends.at(who)) tell(executor, rumour, other);
}
// end rumour

asio::awaitable<void> spread() {
  const auto executor = co_await asio::this_coro::executor;
  Rumour rumour{
      {},
      0,
      asio::steady_timer(executor, asio::steady_timer::time_point::max())};
  tell(executor, rumour, "Ada");
  asio::error_code rung;
  while (rumour.talking > 0)
    co_await rumour.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  fmt::print("all {} know it\n", rumour.heard.size());
}

// begin counted
using Ask = std::function<asio::awaitable<std::string>(std::string)>;

struct Tally {
  Ask ask;
  int asked = 0;
};

// It owns what it needs: the tally is there as long as somebody asks.
asio::awaitable<std::string> ask_and_count(std::shared_ptr<Tally> tally,
                                           std::string question) {
  const int number = ++tally->asked;
  const auto answer = co_await tally->ask(std::move(question));
  co_return fmt::format("{} (question {})", answer, number);
}

// A function around a function: who has it asks as before.
Ask counted(Ask ask) {
  auto tally = std::make_shared<Tally>(Tally{std::move(ask)});
  // This lambda is no coroutine: it calls one, and may be gone at once.
  return [tally](std::string question) {
    return ask_and_count(tally, std::move(question));
  };
}
// end counted

asio::awaitable<std::string> where(std::string parcel) {
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  co_return parcel + " is at Lyon";
}

asio::awaitable<void> ask_twice() {
  const auto ask = counted(where);
  for (auto parcel : {"4711", "4712"}) {
    const auto answer = co_await ask(parcel);
    fmt::print("{}\n", answer);
  }
}

// Where the hosts are: each is looked up once.
struct Addresses {
  std::map<std::string, exo44::tcp::endpoint> of;
};

asio::awaitable<exo44::Page> get(std::shared_ptr<Addresses> addresses,
                                 exo44::Url url) {
  auto known = addresses->of.find(url.host);
  if (known == addresses->of.end()) {
    const auto colon = std::min(url.host.find(':'), url.host.size());
    const auto name = url.host.substr(0, colon);
    const auto port =
        colon < url.host.size() ? url.host.substr(colon + 1) : "80";
    exo44::tcp::resolver resolver(co_await asio::this_coro::executor);
    // The server of exo43 listens at an address of IPv4.
    const auto found = co_await resolver.async_resolve(
        exo44::tcp::v4(), name, port, asio::use_awaitable);
    known = addresses->of.emplace(url.host, found.begin()->endpoint()).first;
  }
  const auto server = known->second;
  co_return co_await exo44::get(server, std::move(url), 10s);
}

// Whoever gave us his address has not invited us to his neighbours.
asio::awaitable<exo44::Page> stay_at_home(exo44::Fetch fetch, exo44::Url url) {
  auto page = co_await fetch(url);
  std::erase_if(page.links, [&](const std::string& link) {
    const auto to = workbook::web::resolve(url, link);
    return !to || to->host != url.host;
  });
  co_return page;
}

std::string message_of(const std::exception_ptr& failure) try {
  rethrow(failure);
  return "";
} catch (const std::exception& error) {
  return error.what();
} catch (...) {
  return "unknown failure";
}

void print(const exo44::Map& map) {
  std::size_t answered = 0, deepest = 0;
  for (const auto& [url, visit] : map) {
    fmt::print("{:2}  {}  {}{}{}\n", visit.depth,
               visit.failure ? "---" : std::to_string(visit.status), url.target,
               visit.failure ? ": " : "", message_of(visit.failure));
    if (!visit.failure) ++answered;
    deepest = std::max(deepest, visit.depth);
  }
  fmt::print("{} pages, {} answers, {} links deep.\n", map.size(), answered,
             deepest);
}

int draw_the_map(const exo44::Url& start) {
  asio::io_context context(1);
  const auto addresses = std::make_shared<Addresses>();
  const auto polite = exo44::politely(
      [addresses](exo44::Url url) { return get(addresses, std::move(url)); },
      {16, 2, 10ms});
  const auto obedient = exo44::obediently(polite);
  const auto fetch = [obedient](exo44::Url url) {
    return stay_at_home(obedient, std::move(url));
  };
  asio::cancellation_signal stop;
  asio::signal_set ctrl_c(context, SIGINT, SIGTERM);
  ctrl_c.async_wait([&](asio::error_code error, int) {
    if (!error) stop.emit(asio::cancellation_type::terminal);
  });
  std::exception_ptr failure;
  asio::co_spawn(
      context, exo44::crawl(start, fetch, {}),
      asio::bind_cancellation_slot(
          stop.slot(), [&](std::exception_ptr error, const exo44::Map& map) {
            ctrl_c.cancel();
            failure = error;
            if (!error) print(map);
          }));
  context.run();
  rethrow(failure);
  return 0;
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc > 1) {
    std::string name = argv[1];
    if (name.find_first_not_of("0123456789") == name.npos)
      name = "http://127.0.0.1:" + name;
    const auto start = workbook::web::url_of(name);
    if (argc == 2 && start) return draw_the_map(*start);
    fmt::print("demo44 PORT, or demo44 http://HOST/PAGE\n");
    return 2;
  }
  asio::io_context context;
  asio::co_spawn(context, spread(), rethrow);
  context.run();
  context.restart();
  asio::co_spawn(context, ask_twice(), rethrow);
  context.run();
} catch (const std::exception& error) {
  fmt::print("{}\n", error.what());
  return 1;
}
