// An operation of its own gives clerks work, for any completion token.
#include "import.hpp"

#include <algorithm>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/error.hpp>
#include <asio/execution/outstanding_work.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/post.hpp>
#include <asio/prefer.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <utility>
#include <workbook/asio.hpp>

namespace exo37 {

namespace {

using namespace asio::experimental::awaitable_operators;

// Has a clerk call `work`, and completes in the office with what it throws, or
// nullptr. It cannot be cancelled.
template <class Token>
auto async_at_clerk(Clerks clerks, std::function<void()> work, Token&& token) {
  return asio::async_initiate<Token, void(std::exception_ptr)>(
      [](auto handler, Clerks clerks, std::function<void()> work) {
        auto office = asio::prefer(asio::get_associated_executor(handler),
                                   asio::execution::outstanding_work.tracked);
        asio::post(clerks, [office, work = std::move(work),
                            handler = std::move(handler)]() mutable {
          std::exception_ptr error;
          try {
            work();
          } catch (...) {
            error = std::current_exception();
          }
          work = nullptr;
          asio::post(office, [handler = std::move(handler), error]() mutable {
            std::move(handler)(error);
          });
        });
      },
      token, std::move(clerks), std::move(work));
}

asio::awaitable<void> clerk(Clerks clerks, std::function<void()> work) {
  co_await async_at_clerk(std::move(clerks), std::move(work),
                          asio::bind_cancellation_slot(
                              asio::cancellation_slot(), asio::use_awaitable));
}

asio::awaitable<void> throw_if_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
}

// Reads so much at a time, whatever the lines are, and cuts them afterwards.
class Reader {
 public:
  Reader(Disk& disk, fs::path path, std::uint64_t at)
      : disk_(disk), path_(std::move(path)), at_(at) {}

  // At a clerk. Whole lines, or "" at the end.
  std::string read() {
    if (!file_) file_ = disk_.open(path_, at_);
    for (;;) {
      const auto before = kept_.size();
      const auto bytes = file_->read(20'000);
      kept_ += bytes;
      auto size = kept_.rfind('\n') + 1;
      if (bytes.empty()) size = kept_.size();
      if (size == 0 && !bytes.empty()) {
        if (before + bytes.size() > longest_line)
          throw std::runtime_error(path_.string() + ": a line without an end");
        continue;
      }
      at_ += size;
      auto lines = kept_.substr(0, size);
      kept_.erase(0, size);
      return lines;
    }
  }
  std::uint64_t at() const { return at_; }

 private:
  Disk& disk_;
  const fs::path path_;
  std::uint64_t at_;
  std::unique_ptr<File> file_;
  std::string kept_;
};

struct Piece {
  std::string lines;
  std::uint64_t end = 0;
  std::exception_ptr error;
};

asio::awaitable<Piece> next(Clerks clerks, std::shared_ptr<Reader> reader) {
  const auto piece = std::make_shared<Piece>();
  try {
    const std::function<void()> work = [=] {
      piece->lines = reader->read();
      piece->end = reader->at();
    };
    co_await clerk(clerks, work);
  } catch (...) {
    piece->error = std::current_exception();
  }
  co_return std::move(*piece);
}

using Keep = std::function<asio::awaitable<void>(std::string, std::uint64_t)>;

asio::awaitable<void> digest(Clerks clerks, Parse parse, Piece piece,
                             const Keep& keep) {
  const auto rows = std::make_shared<std::string>(std::move(piece.lines));
  const std::function<void()> work = [=] { *rows = parse(std::move(*rows)); };
  co_await clerk(clerks, work);
  co_await throw_if_cancelled();
  co_await keep(std::move(*rows), piece.end);
}

asio::awaitable<void> pump(Clerks clerks, std::shared_ptr<Reader> reader,
                           Parse parse, const Keep& keep) {
  auto piece = co_await next(clerks, reader);
  while (!piece.lines.empty())
    piece = co_await (digest(clerks, parse, std::move(piece), keep) &&
                      next(clerks, reader));
  co_await throw_if_cancelled();
  if (piece.error) std::rethrow_exception(piece.error);
}

asio::awaitable<void> store(Clerks clerks, Ledger& ledger, std::string rows,
                            Checkpoint checkpoint) {
  const std::function<void()> work = [&ledger, checkpoint,
                                      rows = std::move(rows)] {
    ledger.append(rows);
    ledger.sync();
    ledger.save(checkpoint);
  };
  co_await clerk(std::move(clerks), work);
}

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
  co_await throw_if_cancelled();
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
  } catch (...) {
    error = "it has failed";
  }
  co_await throw_if_cancelled();
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

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto reader = std::make_shared<Reader>(disk, std::move(path), 0);
  for (;;) {
    const auto piece = co_await next(clerks, reader);
    if (piece.error) std::rethrow_exception(piece.error);
    if (piece.lines.empty()) break;
    std::string_view lines = piece.lines;
    while (!lines.empty()) {
      const auto size = std::min(lines.find('\n'), lines.size());
      co_await throw_if_cancelled();
      co_await sink(std::string(lines.substr(0, size)));
      lines.remove_prefix(std::min(size + 1, lines.size()));
    }
  }
  co_await throw_if_cancelled();
}

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const Keep keep = [&](std::string rows, std::uint64_t) {
    return sink(std::move(rows));
  };
  co_await pump(clerks, std::make_shared<Reader>(disk, std::move(path), 0),
                std::move(parse), keep);
}

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

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  Checkpoint done;
  const std::function<void()> go_back = [&] {
    done = ledger.load();
    ledger.truncate(done.written);
  };
  co_await clerk(clerks, go_back);
  const Keep keep = [&](std::string rows, std::uint64_t end) {
    done.read = end;
    done.written += rows.size();
    return store(clerks, ledger, std::move(rows), done);
  };
  const auto from = done.read;
  co_await pump(clerks, std::make_shared<Reader>(disk, std::move(path), from),
                std::move(parse), keep);
}

}  // namespace exo37
