// Puts the rows into a list, and reads on while the sink is busy.
// breaks: "No more than `most_kept` bytes of a file are kept."
// step: 2
// lesson: whole-file-in-memory
#include <asio/steady_timer.hpp>
#include <exo37-import/plain_import.hpp>
#include <workbook/asio.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

struct Table {
  explicit Table(const asio::any_io_executor& office)
      : bell(office, asio::steady_timer::time_point::max()) {}
  std::vector<std::string> rows;
  bool complete = false;
  asio::steady_timer bell;
};

asio::awaitable<void> parse_all(Clerks clerks,
                                std::shared_ptr<plain::Source> source,
                                Parse parse, Table& table,
                                std::exception_ptr& error) {
  auto piece = co_await plain::next(clerks, source);
  while (!piece.lines.empty()) {
    const auto parse_it = [&](std::string lines) -> asio::awaitable<void> {
      table.rows.push_back(co_await asio::co_spawn(
          clerks, plain::make_rows(parse, std::move(lines)),
          plain::until_done()));
      table.bell.cancel();
    };
    piece = co_await (plain::next(clerks, source) &&
                      parse_it(std::move(piece.lines)));
  }
  error = piece.error;
  table.complete = true;
  table.bell.cancel();
}

asio::awaitable<void> feed(Table& table, const Sink& sink) {
  for (std::size_t i = 0; !table.complete || i < table.rows.size();) {
    if (i < table.rows.size()) {
      auto rows = std::move(table.rows[i++]);
      co_await sink(std::move(rows));
    } else {
      co_await table.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const auto source = plain::source_of(disk, std::move(path));
  Table table(co_await asio::this_coro::executor);
  std::exception_ptr error;
  co_await (parse_all(clerks, source, parse, table, error) &&
            feed(table, sink));
  co_await plain::throw_if_cancelled();
  if (error) std::rethrow_exception(error);
}

}  // namespace exo37
