// Saves the checkpoint, then writes the rows.
// breaks: "A checkpoint is saved only when all rows before it are safe."
// step: 4
// lesson: checkpoint-too-early
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> write(Ledger& ledger, std::string rows,
                            Checkpoint checkpoint) {
  ledger.save(checkpoint);
  ledger.append(rows);
  ledger.sync();
  co_return;
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  return plain::resume(clerks, disk, std::move(path), std::move(parse), ledger,
                       plain::go_back, write);
}

}  // namespace exo37
