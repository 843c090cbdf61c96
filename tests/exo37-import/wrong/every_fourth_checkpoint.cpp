// Saves a checkpoint for every fourth piece, and one at the end.
// breaks: "which is at most `most_kept` bytes behind."
// step: 4
// lesson: begins-anew
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> write(Ledger& ledger, std::string rows,
                            Checkpoint checkpoint, bool save) {
  ledger.append(rows);
  if (save) {
    ledger.sync();
    ledger.save(checkpoint);
  }
  co_return;
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  auto done = co_await asio::co_spawn(clerks, plain::go_back(ledger),
                                      plain::until_done());
  int pieces = 0;
  const plain::Keep keep = [&](std::string rows, std::uint64_t end) {
    done.read = end;
    done.written += rows.size();
    const bool save = ++pieces % 4 == 0;
    return asio::co_spawn(clerks, write(ledger, std::move(rows), done, save),
                          plain::until_done());
  };
  co_await plain::pump(clerks,
                       plain::source_of(disk, std::move(path), done.read),
                       std::move(parse), keep);
  co_await asio::co_spawn(clerks, write(ledger, "", done, true),
                          plain::until_done());
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
