// Knows what to do with a std::exception, and with nothing else.
// breaks: "A file that fails stops no other one, whatever is thrown."
// step: 3
// lesson: bad-file-ends-all
#include <asio/steady_timer.hpp>
#include <exo37-import/plain_import.hpp>
#include <workbook/asio.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

struct Night {
  Night(const asio::any_io_executor& office, std::vector<fs::path> paths,
        Sink sink)
      : paths(std::move(paths)),
        errors(this->paths.size()),
        sink(std::move(sink)),
        bell(office, asio::steady_timer::time_point::max()) {}
  const std::vector<fs::path> paths;
  std::vector<std::string> errors;
  std::size_t next = 0;
  const Sink sink;
  bool sink_taken = false;
  asio::steady_timer bell;
};

struct Turn {
  explicit Turn(Night& night) : night(night) { night.sink_taken = true; }
  ~Turn() {
    night.sink_taken = false;
    night.bell.cancel();
  }
  Night& night;
};

asio::awaitable<void> in_turn(Night& night, std::string rows) {
  while (night.sink_taken)
    co_await night.bell.async_wait(asio::as_tuple(asio::use_awaitable));
  const Turn turn(night);
  co_await night.sink(std::move(rows));
}

asio::awaitable<void> import_one(Clerks clerks, Disk& disk, Parse parse,
                                 Night& night, std::size_t mine) {
  auto& error = night.errors[mine];
  const Sink sink = [&](std::string rows) {
    return in_turn(night, std::move(rows));
  };
  try {
    co_await import_file(clerks, disk, night.paths[mine], parse, sink);
  } catch (const std::exception& thrown) {
    error = thrown.what();
  }
  co_await plain::throw_if_cancelled();
}

asio::awaitable<void> importer(Clerks clerks, Disk& disk, Parse parse,
                               Night& night) {
  while (night.next < night.paths.size())
    co_await import_one(clerks, disk, parse, night, night.next++);
}

asio::awaitable<void> importers(Clerks clerks, Disk& disk, Parse parse,
                                Night& night, std::size_t how_many) {
  if (how_many > 1)
    co_await (importers(clerks, disk, parse, night, how_many / 2) &&
              importers(clerks, disk, parse, night, how_many - how_many / 2));
  else if (how_many == 1)
    co_await importer(clerks, disk, parse, night);
}

}  // namespace

asio::awaitable<std::vector<std::string>> import_all(
    Clerks clerks, Disk& disk, std::vector<fs::path> paths, Parse parse,
    Sink sink, std::size_t limit) {
  Night night(co_await asio::this_coro::executor, std::move(paths),
              std::move(sink));
  const auto how_many = std::min(limit, night.paths.size());
  try {
    co_await importers(clerks, disk, parse, night, how_many);
  } catch (const asio::multiple_exceptions&) {
    throw asio::system_error(asio::error::operation_aborted);
  }
  co_return std::move(night.errors);
}

}  // namespace exo37
