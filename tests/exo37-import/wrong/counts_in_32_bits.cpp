// Keeps the place in the file as an unsigned.
// breaks: "After any end it reads on from the last checkpoint"
// step: 4
// lesson: begins-anew
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<Checkpoint> go_back(Ledger& ledger) {
  auto checkpoint = ledger.load();
  ledger.truncate(checkpoint.written);
  checkpoint.read = static_cast<unsigned>(checkpoint.read);
  co_return checkpoint;
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  return plain::resume(clerks, disk, std::move(path), std::move(parse), ledger,
                       go_back);
}

}  // namespace exo37
