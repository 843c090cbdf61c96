// Notes how far it has read, not how far the rows go.
// breaks: "A checkpoint is saved only when all rows before it are safe."
// step: 4
// lesson: checkpoint-too-early
#include <exo37-import/plain_import.hpp>

namespace exo37 {

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  auto done = co_await asio::co_spawn(clerks, plain::go_back(ledger),
                                      plain::until_done());
  const auto source = plain::source_of(disk, std::move(path), done.read);
  const plain::Keep keep = [&](std::string rows, std::uint64_t) {
    done.read = source->from;
    done.written += rows.size();
    return asio::co_spawn(clerks, plain::write(ledger, std::move(rows), done),
                          plain::until_done());
  };
  co_await plain::pump(clerks, source, std::move(parse), keep);
}

}  // namespace exo37
