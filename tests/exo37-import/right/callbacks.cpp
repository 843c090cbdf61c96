// With callbacks: an import is an object that goes from one completion to the
// next, and a coroutine only waits for its end.
#include "import.hpp"

#include <algorithm>
#include <asio/async_result.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/bind_executor.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdint>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo37 {

namespace {

using Office = asio::any_io_executor;
using Done = std::function<void(std::exception_ptr)>;

std::exception_ptr aborted() {
  return std::make_exception_ptr(
      asio::system_error(asio::error::operation_aborted));
}

// A sink may begin when it is called, before co_await throws: so this first.
asio::awaitable<void> throw_if_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    std::rethrow_exception(aborted());
}

// Has a clerk do something, then goes on in the office.
void at_a_clerk(const Clerks& clerks, const Office& office,
                std::function<void()> work, Done then) {
  auto keeps_open = asio::make_work_guard(office);
  asio::post(clerks, [office, work = std::move(work), then = std::move(then),
                      keeps_open = std::move(keeps_open)]() mutable {
    std::exception_ptr error;
    try {
      work();
    } catch (...) {
      error = std::current_exception();
    }
    work = nullptr;
    asio::post(office, [then = std::move(then), error] { then(error); });
  });
}

// What is done with each piece, in the office.
using Deliver =
    std::function<asio::awaitable<void>(std::string, std::uint64_t)>;

// Reads a piece while the one before is worked on.
class Import : public std::enable_shared_from_this<Import> {
 public:
  Import(Clerks clerks, Office office, Disk& disk, fs::path path,
         std::uint64_t from, Parse parse, Deliver deliver)
      : clerks_(std::move(clerks)),
        office_(std::move(office)),
        disk_(disk),
        path_(std::move(path)),
        at_(from),
        parse_(std::move(parse)),
        deliver_(std::move(deliver)),
        ended_(office_, asio::steady_timer::time_point::max()) {}

  // Runs to the end, or until it is cancelled; throws what failed.
  asio::awaitable<void> run() {
    co_await asio::this_coro::throw_if_cancelled(false);
    read();
    while (reads_ || works_) {
      co_await ended_.async_wait(asio::as_tuple(asio::use_awaitable));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        fail(aborted());
        stop_.emit(asio::cancellation_type::terminal);
      }
    }
    file_.reset();
    co_await asio::this_coro::throw_if_cancelled(true);
    if (failure_) std::rethrow_exception(failure_);
    if (read_error_) std::rethrow_exception(read_error_);
  }

 private:
  void fail(std::exception_ptr error) {
    if (!failure_) failure_ = error;
  }

  void read() {
    reads_ = true;
    at_a_clerk(
        clerks_, office_, [me = shared_from_this()] { me->fill(); },
        [me = shared_from_this()](std::exception_ptr error) {
          me->reads_ = false;
          me->read_error_ = error;
          me->go_on();
        });
  }

  // At a clerk.
  void fill() {
    if (!file_) file_ = disk_.open(path_, at_);
    auto lines = std::exchange(rest_, "");
    for (;;) {
      const auto bytes = file_->read(32 * 1024);
      const auto end = bytes.rfind('\n');
      if (bytes.empty()) break;
      if (end != bytes.npos) {
        lines += bytes.substr(0, end + 1);
        rest_ = bytes.substr(end + 1);
        break;
      }
      lines += bytes;
      if (lines.size() > longest_line)
        throw std::length_error(path_.string() + ": no end of line");
    }
    at_ += lines.size();
    next_ = std::move(lines);
  }

  // One of the two has ended: when both have, the next round begins.
  void go_on() {
    if (reads_ || works_) return;
    if (failure_ || next_.empty()) {
      ended_.cancel();
      return;
    }
    works_ = true;
    rows_ = std::make_shared<std::string>(std::exchange(next_, ""));
    end_ = at_;
    const auto rows = rows_;
    at_a_clerk(
        clerks_, office_,
        [rows, parse = parse_] { *rows = parse(std::move(*rows)); },
        [me = shared_from_this()](std::exception_ptr error) {
          if (error) me->fail(error);
          me->deliver();
        });
    read();
  }

  void deliver() {
    if (failure_) {
      works_ = false;
      return go_on();
    }
    asio::co_spawn(
        office_,
        [me = shared_from_this()] {
          return me->deliver_(std::move(*me->rows_), me->end_);
        },
        asio::bind_cancellation_slot(
            stop_.slot(), [me = shared_from_this()](std::exception_ptr error) {
              if (error) me->fail(error);
              me->works_ = false;
              me->go_on();
            }));
  }

  const Clerks clerks_;
  const Office office_;
  Disk& disk_;
  const fs::path path_;
  std::uint64_t at_;
  const Parse parse_;
  const Deliver deliver_;
  asio::steady_timer ended_;
  asio::cancellation_signal stop_;
  std::unique_ptr<File> file_;
  std::string rest_, next_;
  std::shared_ptr<std::string> rows_;
  std::uint64_t end_ = 0;
  bool reads_ = false, works_ = false;
  std::exception_ptr failure_, read_error_;
};

asio::awaitable<void> run(Clerks clerks, Disk& disk, fs::path path,
                          std::uint64_t from, Parse parse, Deliver deliver) {
  const auto import = std::make_shared<Import>(
      std::move(clerks), co_await asio::this_coro::executor, disk,
      std::move(path), from, std::move(parse), std::move(deliver));
  co_await import->run();
}

}  // namespace

asio::awaitable<void> import_file(Clerks clerks, Disk& disk, fs::path path,
                                  Parse parse, Sink sink) {
  const Deliver deliver = [&](std::string rows, std::uint64_t) {
    return sink(std::move(rows));
  };
  co_await run(std::move(clerks), disk, std::move(path), 0, std::move(parse),
               deliver);
}

asio::awaitable<void> each_line(Clerks clerks, Disk& disk, fs::path path,
                                Sink sink) {
  const auto give = [](const Sink& sink,
                       std::string lines) -> asio::awaitable<void> {
    while (!lines.empty()) {
      const auto end = std::min(lines.find('\n'), lines.size());
      co_await throw_if_cancelled();
      co_await sink(lines.substr(0, end));
      lines.erase(0, end + 1);
    }
  };
  const Deliver deliver = [&](std::string lines, std::uint64_t) {
    return give(sink, std::move(lines));
  };
  const Parse as_it_is = [](std::string lines) { return lines; };
  co_await run(std::move(clerks), disk, std::move(path), 0, as_it_is, deliver);
}

namespace {

// Awaits a clerk. What he does must outlive him.
asio::awaitable<void> clerk(Clerks clerks, std::function<void()> work) {
  const auto office = co_await asio::this_coro::executor;
  asio::steady_timer done(office, asio::steady_timer::time_point::max());
  bool ended = false;
  std::exception_ptr error;
  at_a_clerk(clerks, office, std::move(work), [&](std::exception_ptr thrown) {
    ended = true;
    error = thrown;
    done.cancel();
  });
  while (!ended)
    co_await done.async_wait(asio::bind_cancellation_slot(
        asio::cancellation_slot(), asio::as_tuple(asio::use_awaitable)));
  if (error) std::rethrow_exception(error);
}

}  // namespace

asio::awaitable<void> resume(Clerks clerks, Disk& disk, fs::path path,
                             Parse parse, Ledger& ledger) {
  Checkpoint done;
  const std::function<void()> go_back = [&] {
    done = ledger.load();
    ledger.truncate(done.written);
  };
  co_await clerk(clerks, go_back);
  const auto write = [](Clerks clerks, Ledger& ledger, std::string rows,
                        Checkpoint checkpoint) -> asio::awaitable<void> {
    const std::function<void()> steps = [&] {
      ledger.append(rows);
      ledger.sync();
      ledger.save(checkpoint);
    };
    co_await clerk(clerks, steps);
  };
  const Deliver deliver = [&](std::string rows, std::uint64_t end) {
    done = Checkpoint{end, done.written + rows.size()};
    return write(clerks, ledger, std::move(rows), done);
  };
  const auto from = done.read;
  co_await run(clerks, disk, std::move(path), from, std::move(parse), deliver);
}

namespace {

// All the files of one night. Who ends begins the next one.
class Night : public std::enable_shared_from_this<Night> {
 public:
  Night(Clerks clerks, Office office, Disk& disk, std::vector<fs::path> paths,
        Parse parse, Sink sink)
      : clerks_(std::move(clerks)),
        office_(std::move(office)),
        disk_(disk),
        paths_(std::move(paths)),
        parse_(std::move(parse)),
        sink_(std::move(sink)),
        stops_(paths_.size()),
        errors_(paths_.size()),
        ended_(office_, asio::steady_timer::time_point::max()) {}

  asio::awaitable<std::vector<std::string>> run(std::size_t limit) {
    co_await asio::this_coro::throw_if_cancelled(false);
    for (std::size_t i = 0; i < std::min(limit, paths_.size()); ++i) begin();
    while (running_ > 0) {
      co_await ended_.async_wait(asio::as_tuple(asio::use_awaitable));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() == asio::cancellation_type::none) continue;
      cancelled_ = true;
      for (auto& stop : stops_) stop.emit(asio::cancellation_type::terminal);
    }
    if (cancelled_) std::rethrow_exception(aborted());
    co_return std::move(errors_);
  }

 private:
  void begin() {
    if (cancelled_ || next_ == paths_.size()) return;
    const auto mine = next_++;
    ++running_;
    const Sink in_turn = [me = this](std::string rows) {
      return me->in_turn(std::move(rows));
    };
    asio::co_spawn(
        office_, import_file(clerks_, disk_, paths_[mine], parse_, in_turn),
        asio::bind_cancellation_slot(
            stops_[mine].slot(),
            [me = shared_from_this(), mine](std::exception_ptr error) {
              me->note(mine, error);
              --me->running_;
              me->begin();
              if (me->running_ == 0) me->ended_.cancel();
            }));
  }

  void note(std::size_t which, const std::exception_ptr& error) {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const std::exception& thrown) {
      errors_[which] = thrown.what();
    } catch (...) {
      errors_[which] = "an unknown failure";
    }
  }

  // A row of timers: who leaves cancels the one of the first who waits.
  asio::awaitable<void> in_turn(std::string rows) {
    auto mine = std::make_shared<asio::steady_timer>(
        office_, asio::steady_timer::time_point::max());
    waiting_.push_back(mine);
    struct Place {
      Night& night;
      std::shared_ptr<asio::steady_timer> mine;
      ~Place() {
        std::erase(night.waiting_, mine);
        if (!night.waiting_.empty()) night.waiting_.front()->cancel();
      }
    };
    const Place place{*this, mine};
    while (waiting_.front() != mine)
      co_await mine->async_wait(asio::as_tuple(asio::use_awaitable));
    co_await throw_if_cancelled();
    co_await sink_(std::move(rows));
  }

  const Clerks clerks_;
  const Office office_;
  Disk& disk_;
  const std::vector<fs::path> paths_;
  const Parse parse_;
  const Sink sink_;
  std::vector<asio::cancellation_signal> stops_;
  std::vector<std::string> errors_;
  std::vector<std::shared_ptr<asio::steady_timer>> waiting_;
  asio::steady_timer ended_;
  std::size_t next_ = 0, running_ = 0;
  bool cancelled_ = false;
};

}  // namespace

asio::awaitable<std::vector<std::string>> import_all(
    Clerks clerks, Disk& disk, std::vector<fs::path> paths, Parse parse,
    Sink sink, std::size_t limit) {
  const auto night = std::make_shared<Night>(
      std::move(clerks), co_await asio::this_coro::executor, disk,
      std::move(paths), std::move(parse), std::move(sink));
  auto errors = co_await night->run(limit);
  co_return errors;
}

}  // namespace exo37
