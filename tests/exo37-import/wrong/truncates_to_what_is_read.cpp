// Truncates the ledger to as many bytes as have been read of the file.
// breaks: "When it returns, the ledger has the rows of the whole file, each"
// step: 4
// lesson: rows-twice
#include "import.hpp"

// The solution's function goes by another name, and another is written below.
#define resume resume_of_the_solution
#include <solutions/exo37-import/import.cpp>
#undef resume

namespace exo37 {

namespace {

asio::awaitable<void> go_back_in_the_file(std::shared_ptr<Book> book) {
  book->done = book->ledger.load();
  book->ledger.truncate(book->done.read);
  co_return;
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  const auto book = std::make_shared<Book>(Book{ledger, {}});
  co_await asio::co_spawn(clerks, go_back_in_the_file(book), until_done());
  const Keep keep = [&](std::string rows, std::uint64_t end) {
    return asio::co_spawn(clerks, write(book, std::move(rows), end),
                          until_done());
  };
  co_await pump(
      clerks, std::make_shared<Source>(disk, std::move(path), book->done.read),
      std::move(parse), keep);
}

}  // namespace exo37
