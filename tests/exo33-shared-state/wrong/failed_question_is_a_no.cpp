// Takes a question that fails for a no.
// breaks: "and the exception reaches the caller."
// step: 2
// lesson: exception-lost
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct FailedQuestionIsANo : plain::Book {
  using Book::Book;

  void question_has_failed(long amount) override { give_back(amount); }
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  return std::make_unique<FailedQuestionIsANo>(asio::make_strand(executor),
                                               page);
}

}  // namespace exo33
