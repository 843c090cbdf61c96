// Gives back on a no, but not when the question fails.
// breaks: "If `confirm` throws, or is cancelled, the money is back too"
// step: 2
// lesson: money-kept
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct NoRefundOnException : plain::Book {
  using Book::Book;

  void question_has_failed(long) override { throw; }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<NoRefundOnException>(asio::make_strand(executor),
                                               page);
}

}  // namespace exo33
