// Saves a checkpoint when all is done.
// breaks: "which is at most `most_kept` bytes behind."
// step: 4
// lesson: begins-anew
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> save(Ledger& ledger, Checkpoint checkpoint) {
  ledger.save(checkpoint);
  co_return;
}

asio::awaitable<void> write(Ledger& ledger, std::string rows) {
  ledger.append(rows);
  ledger.sync();
  co_return;
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  auto done = co_await asio::co_spawn(clerks, plain::go_back(ledger),
                                      plain::until_done());
  const plain::Keep keep = [&](std::string rows, std::uint64_t end) {
    done.read = end;
    done.written += rows.size();
    return asio::co_spawn(clerks, write(ledger, std::move(rows)),
                          plain::until_done());
  };
  co_await plain::pump(clerks,
                       plain::source_of(disk, std::move(path), done.read),
                       std::move(parse), keep);
  co_await asio::co_spawn(clerks, save(ledger, done), plain::until_done());
}

}  // namespace exo37
