// Empties the ledger, and begins again.
// breaks: "After any end it reads on from the last checkpoint"
// step: 4
// lesson: begins-anew
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<Checkpoint> go_back(Ledger& ledger) {
  ledger.truncate(0);
  co_return Checkpoint();
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  return plain::resume(clerks, disk, std::move(path), std::move(parse), ledger,
                       go_back);
}

}  // namespace exo37
