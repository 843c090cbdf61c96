// Guards the ledger with a mutex, one for all ledgers.
// breaks: "Two calls at a time, each with a sink or a ledger of its own"
// step: 4
// lesson: clerk-kept-waiting
#include <exo37-import/plain_import.hpp>
#include <mutex>

namespace exo37 {

namespace {

asio::awaitable<void> write(Ledger& ledger, std::string rows,
                            Checkpoint checkpoint) {
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  ledger.append(rows);
  ledger.sync();
  ledger.save(checkpoint);
  co_return;
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  return plain::resume(clerks, disk, std::move(path), std::move(parse), ledger,
                       plain::go_back, write);
}

}  // namespace exo37
