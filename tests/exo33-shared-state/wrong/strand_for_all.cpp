// One strand for all the accounts of the program.
// breaks: "Two accounts have two pages, and do not wait for each other."
// step: 2
// lesson: static-state
#include <exo33-shared-state/plain_account.hpp>

namespace exo33 {

namespace {

struct StrandForAll : plain::Book {
  using Book::Book;

  std::shared_ptr<plain::Strand> kept;
};

}  // namespace

std::unique_ptr<plain::Book> plain::make_book(asio::any_io_executor executor,
                                              Page& page) {
  static std::weak_ptr<Strand> for_all;
  auto strand = for_all.lock();
  if (!strand) strand = std::make_shared<Strand>(executor);
  for_all = strand;
  auto book = std::make_unique<StrandForAll>(*strand, page);
  book->kept = strand;
  return book;
}

}  // namespace exo33
