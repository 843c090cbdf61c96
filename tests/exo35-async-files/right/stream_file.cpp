// asio::stream_file: the kernel reads and writes, and no thread waits for it.
// Opening and renaming still block, and go to the clerks. Compiled with an Asio
// that has no stream_file, the clerks do all of it.
// needs: stream_file
#include <algorithm>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/file_base.hpp>
#include <asio/multiple_exceptions.hpp>
#include <asio/random_access_file.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/stream_file.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write_at.hpp>
#include <cerrno>
#include <exception>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <system_error>
#include <vector>

#include "async_files.hpp"

namespace exo35 {

namespace {

using namespace asio::experimental::awaitable_operators;

// A clerk is not told of a cancellation: it would come from another thread than
// the one that runs the clerk's coroutine.
auto until_done() {
  return asio::bind_cancellation_slot(asio::cancellation_slot(),
                                      asio::use_awaitable);
}

asio::awaitable<void> replace(fs::path draft, fs::path path) {
  fs::rename(draft, path);
  co_return;
}

asio::awaitable<void> discard(fs::path draft) {
  std::error_code ignored;
  fs::remove(draft, ignored);
  co_return;
}

#ifdef ASIO_HAS_FILE

template <class File>
asio::awaitable<void> open(File& file, fs::path path,
                           asio::file_base::flags flags) {
  file.open(path.string(), flags);
  co_return;
}

// begin drain
asio::awaitable<std::string> drain(asio::stream_file& file) {
  std::string text;
  std::vector<char> piece(16 * 1024);
  for (;;) {
    asio::error_code error;
    const std::size_t size = co_await file.async_read_some(
        asio::buffer(piece), asio::redirect_error(asio::use_awaitable, error));
    text.append(piece.data(), size);
    if (error == asio::error::eof) co_return text;
    if (error) throw asio::system_error(error);
  }
}
// end drain

// Beside epoll, Asio takes at most 128 results of the kernel at a time, and
// looks for more only when the next one is there: had all come by then, the
// rest would wait for ever. So fewer are read at a time than that.
class Reads {
 public:
  explicit Reads(const asio::any_io_executor& executor)
      : one_less_(executor, asio::steady_timer::time_point::max()) {}

  asio::awaitable<std::string> drain(asio::stream_file& file) {
    while (under_way_ == most) {
      asio::error_code ignored;
      co_await one_less_.async_wait(
          asio::redirect_error(asio::use_awaitable, ignored));
    }
    ++under_way_;
    struct Place {
      Reads& reads;
      ~Place() {
        --reads.under_way_;
        reads.one_less_.cancel_one();
      }
    };
    const Place place{*this};
    co_return co_await exo35::drain(file);
  }

 private:
  static constexpr int most = 100;
  int under_way_ = 0;
  asio::steady_timer one_less_;  // a bell: it is only ever cancelled
};

asio::awaitable<std::string> load(Clerks& clerks, fs::path path, Reads& reads) {
  asio::stream_file file(co_await asio::this_coro::executor);
  co_await asio::co_spawn(clerks, open(file, path, asio::file_base::read_only),
                          until_done());
  co_return co_await reads.drain(file);
}

// At offsets of its own: when a write comes up short, as on a full disk, the
// position that the kernel keeps for a stream_file may not have moved.
asio::awaitable<void> save(Clerks& clerks, fs::path draft,
                           std::string content) {
  asio::random_access_file file(co_await asio::this_coro::executor);
  const auto fresh = asio::file_base::write_only | asio::file_base::create |
                     asio::file_base::exclusive;
  co_await asio::co_spawn(clerks, open(file, draft, fresh), until_done());
  co_await asio::async_write_at(file, 0, asio::buffer(content),
                                asio::use_awaitable);
}

#else

asio::awaitable<std::string> fetch(fs::path path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::system_error(errno, std::generic_category());
  std::string text;
  for (char c; file.get(c);) text += c;
  if (file.bad()) throw std::system_error(errno, std::generic_category());
  co_return text;
}

asio::awaitable<void> store(fs::path draft, std::string content) {
  std::ofstream file(draft, std::ios::binary);
  file << content;
  file.close();
  if (!file) throw std::system_error(errno, std::generic_category());
  co_return;
}

// The clerks are few: they need no limit.
struct Reads {
  explicit Reads(const asio::any_io_executor&) {}
};

asio::awaitable<std::string> load(Clerks& clerks, fs::path path, Reads&) {
  co_return co_await asio::co_spawn(clerks, fetch(path), until_done());
}

asio::awaitable<void> save(Clerks& clerks, fs::path draft,
                           std::string content) {
  co_await asio::co_spawn(clerks, store(draft, content), until_done());
}

#endif

asio::awaitable<std::string> read_with(Reads& reads, Clerks& clerks,
                                       fs::path path) {
  try {
    co_return co_await load(clerks, path, reads);
  } catch (const std::system_error& error) {
    throw fs::filesystem_error("cannot read", path, error.code());
  }
}

struct Task {
  Reads reads;
  Clerks& clerks;
  const std::vector<fs::path>& paths;
  std::vector<Count> counts;
  std::size_t next = 0;
};

asio::awaitable<void> count_some(Task& task, std::size_t places) {
  if (places > 1)
    co_await (count_some(task, places - 1) && count_some(task, 1));
  else
    while (task.next < task.paths.size()) {
      const auto i = task.next++;
      try {
        std::istringstream text(
            co_await read_with(task.reads, task.clerks, task.paths[i]));
        using Words = std::istream_iterator<std::string>;
        task.counts[i].words =
            static_cast<std::size_t>(std::distance(Words(text), Words()));
      } catch (const std::system_error& error) {
        if (error.code() == asio::error::operation_aborted) throw;
        task.counts[i].error = error.what();
      }
    }
}

}  // namespace

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  Reads alone(co_await asio::this_coro::executor);
  co_return co_await read_with(alone, clerks, std::move(path));
}

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  fs::path draft = path;
  draft += "-" + std::to_string(std::random_device{}()) + "-" +
           std::to_string(std::random_device{}());
  std::exception_ptr failed;
  try {
    co_await save(clerks, draft, std::move(content));
    co_await asio::co_spawn(clerks, replace(draft, path), until_done());
  } catch (const std::system_error& error) {
    failed = std::make_exception_ptr(
        fs::filesystem_error("cannot write", path, error.code()));
  }
  if (failed) {
    // A cancellation must not keep the clerk from clearing up.
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await asio::co_spawn(clerks, discard(draft), until_done());
    co_await asio::this_coro::throw_if_cancelled(true);
    std::rethrow_exception(failed);
  }
}

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  const auto executor = co_await asio::this_coro::executor;
  Task task{Reads(executor), clerks, paths, std::vector<Count>(paths.size())};
  try {
    co_await count_some(task, std::min(limit, paths.size() + 1));
  } catch (const asio::multiple_exceptions&) {
    // Only a cancellation leaves count_some, here of several places at once.
    throw asio::system_error(asio::error::operation_aborted);
  }
  // The last files may all have been with the clerks, who are not told.
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_return std::move(task.counts);
}

}  // namespace exo35
