// Leaves the strand again before it touches the page.
// breaks: "One thread at a time touches the page"
// step: 2
// lesson: off-the-strand
#include <asio/bind_executor.hpp>
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct LeavesTheStrand : plain::Book {
  using Book::Book;

  asio::awaitable<bool> withdraw(long amount, Question confirm) override {
    const auto executor = strand.get_inner_executor();
    co_await asio::post(asio::bind_executor(executor, asio::use_awaitable));
    co_return co_await Book::withdraw(amount, confirm);
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<LeavesTheStrand>(asio::make_strand(executor), page);
}

}  // namespace exo33
