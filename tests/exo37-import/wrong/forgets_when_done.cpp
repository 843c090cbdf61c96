// Takes the checkpoint back when all is done, to leave nothing behind.
// breaks: "After any end it reads on from the last checkpoint"
// step: 4
// lesson: begins-anew
#include <exo37-import/plain_import.hpp>

namespace exo37 {

namespace {

asio::awaitable<void> forget(Ledger& ledger) {
  ledger.save({});
  co_return;
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  co_await plain::resume(clerks, disk, std::move(path), std::move(parse),
                         ledger);
  co_await asio::co_spawn(clerks, forget(ledger), plain::until_done());
  co_await plain::throw_if_cancelled();
}

}  // namespace exo37
