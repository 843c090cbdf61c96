// Makes a new strand for each withdrawal: it keeps nobody out.
// breaks: "One thread at a time touches the page"
// step: 2
// lesson: off-the-strand
#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct StrandPerCall : plain::Book {
  using Book::Book;

  asio::awaitable<bool> on_the_strand(long amount, Question confirm) override {
    auto own = asio::make_strand(strand.get_inner_executor());
    co_return co_await asio::co_spawn(own, withdraw(amount, confirm),
                                      asio::use_awaitable);
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<StrandPerCall>(asio::make_strand(executor), page);
}

}  // namespace exo33
