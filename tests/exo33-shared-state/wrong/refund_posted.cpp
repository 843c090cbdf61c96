// Posts the refund when the question fails.
// breaks: "The money is back before the caller goes on."
// step: 2
// lesson: refund-too-late
#include <asio/post.hpp>
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct RefundPosted : plain::Book {
  using Book::Book;

  void question_has_failed(long amount) override {
    asio::post(strand, [this, amount] { give_back(amount); });
    throw;
  }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<RefundPosted>(asio::make_strand(executor), page);
}

}  // namespace exo33
