// Draws its own handlers: who has started whom, and who has not run yet.
#define ASIO_ENABLE_HANDLER_TRACKING

#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdio>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <workbook/asio.hpp>

// begin work
asio::awaitable<void> deliver(asio::steady_timer& bridge,
                              asio::steady_timer& answer) {
  co_await bridge.async_wait(asio::as_tuple(asio::use_awaitable));
  co_await answer.async_wait(asio::as_tuple(asio::use_awaitable));
}
// end work

// begin draw
// @asio|TIME|1*4|deadline_timer@0x7ffc.async_wait   handler 1 has started 4
// @asio|TIME|>4|ec=asio.system:125                  handler 4 begins to run
void draw(std::istream& tracked) {
  std::map<int, bool> has_run;
  fmt::print("flowchart LR\n");
  for (std::string line; std::getline(tracked, line);) {
    const auto what = line.substr(line.find('|', line.find('|') + 1) + 1);
    int from = 0, to = 0;
    if (std::sscanf(what.c_str(), "%d*%d|", &from, &to) == 2) {
      const auto operation = what.substr(what.rfind('.') + 1);
      fmt::print("  {}((\"{}\")) -- {} --> {}((\"{}\"))\n", from, from,
                 operation, to, to);
      has_run.emplace(to, false);
    } else if (std::sscanf(what.c_str(), ">%d|", &to) == 1) {
      has_run[to] = true;
    }
  }
  for (const auto& [handler, done] : has_run)
    if (!done) fmt::print("  style {} stroke-dasharray: 4\n", handler);
}
// end draw

int main() {
  const char* file = "tracking.txt";
  if (!std::freopen(file, "w", stderr)) return 1;
  {
    asio::io_context context;
    const auto never = asio::steady_timer::time_point::max();
    asio::steady_timer bridge(context, never);
    asio::steady_timer answer(context, never);
    asio::co_spawn(context, deliver(bridge, answer), asio::detached);
    asio::co_spawn(context, deliver(bridge, answer), asio::detached);
    context.poll();
    bridge.cancel();  // the bridge is open
    context.poll();   // and nobody ever answers
    std::ifstream tracked(file);
    draw(tracked);
  }
  std::remove(file);
}
