// Has nothing to save where the lines have given no rows.
// breaks: "which is at most `most_kept` bytes behind."
// step: 4
// lesson: begins-anew
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> write(Ledger& ledger, std::string rows,
                            Checkpoint checkpoint) {
  if (rows.empty()) co_return;
  ledger.append(rows);
  ledger.sync();
  ledger.save(checkpoint);
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  return plain::resume(clerks, disk, std::move(path), std::move(parse), ledger,
                       plain::go_back, write);
}

}  // namespace exo37
