// Keeps the money when the customer says no.
// breaks: "On a no, false, and the money is back on the page."
// step: 2
// lesson: money-kept
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct KeepsOnANo : plain::Book {
  using Book::Book;

  void says_no(long) override {}
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<KeepsOnANo>(asio::make_strand(executor), page);
}

}  // namespace exo33
