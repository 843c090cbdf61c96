// Gives the money back in any case.
// breaks: "On a yes, true."
// step: 2
// lesson: not-put-aside
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct GivesBackOnAYes : plain::Book {
  using Book::Book;

  void says_yes(long amount) override { give_back(amount); }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<GivesBackOnAYes>(asio::make_strand(executor), page);
}

}  // namespace exo33
