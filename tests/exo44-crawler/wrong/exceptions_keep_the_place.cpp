// Gives the place back when the page has come.
// breaks: "However a fetch ends, its place is free at once."
// step: 3
// lesson: lost-in-the-queue
#include <exo44-crawler/plain_turns.hpp>

namespace exo44 {

namespace {

struct ExceptionsKeepThePlace : plain::Doors {
  using Doors::Doors;

  asio::awaitable<Page> fetch_at(plain::Host& host, Url url) override {
    begin(host);
    auto page = co_await fetch(std::move(url));
    end(host);
    co_return page;
  }
};

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  return plain::in_turn(
      std::make_shared<ExceptionsKeepThePlace>(std::move(fetch), manners));
}

}  // namespace exo44
