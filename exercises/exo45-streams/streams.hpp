// exo45: streams. Given; there is nothing to edit here.
//
// The belts of Relay carry parcels past cameras: scan after scan, whenever one
// comes. This is the library with which the rest of Relay reads them. Each
// function makes a stream out of others, which it takes over.
//
// Everything runs on the executor of the coroutine that awaits, one thread at a
// time.
#pragma once

#include <asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace exo45 {

// What stands behind a stream. It is awaited for one value at a time.
template <class T>
class Source {
 public:
  virtual ~Source() = default;
  // The next value, or none: the end. What it throws is a failure, no end.
  virtual asio::awaitable<std::optional<T>> next() = 0;
};

// Values that come one after another. Given, and complete. It must stay where
// it is while next() is awaited, and can be moved or dropped at other times.
// After the end or a failure, its source is destroyed, and nothing more comes.
//
// These promises hold for every function below; what next() means is that of
// the stream that the function returns.
// - It is lazy: a source is not asked for more than next() needs.
// - A source is never asked for two values at the same time.
// - What comes out is what went in: pictures are moved, never copied.
// - What a source or a function throws, next() throws: the very exception, and
//   after everything that came before it.
// - Cancelled while it waits, next() throws `asio::error::operation_aborted`.
// - When a stream has thrown, or is dropped, all that it has begun is told to
//   stop, and its sources are destroyed once that has stopped.
template <class T>
class Stream {
 public:
  explicit Stream(std::unique_ptr<Source<T>> source)
      : source_(std::move(source)) {}

  asio::awaitable<std::optional<T>> next() {
    if (!source_) co_return std::nullopt;
    try {
      auto value = co_await source_->next();
      if (value) co_return value;
    } catch (...) {
      source_.reset();
      throw;
    }
    source_.reset();
    co_return std::nullopt;
  }

 private:
  std::unique_ptr<Source<T>> source_;
};

// What a camera saw. A picture is large: a scan can be moved, and not copied.
struct Scan {
  Scan() = default;
  Scan(int parcel, std::string picture)
      : parcel(parcel), picture(std::move(picture)) {}
  Scan(Scan&&) = default;
  Scan& operator=(Scan&&) = default;

  int parcel = 0;
  std::string picture;
};

using Milliseconds = std::chrono::milliseconds;

// Step 1. One scan in, one scan out. `change` may throw.
// - It gives what `change` makes of each scan, which is called once for each.
Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change);

// Step 1. Leaves out what is not wanted. `wanted` may throw.
// - It gives each scan that is wanted, in order, to the end of the source.
Stream<Scan> filter(Stream<Scan> source,
                    std::function<bool(const Scan&)> wanted);

// Step 1. The beginning of a stream.
// - It gives the first `count` scans, and then the end.
// - Its source is destroyed when the last of them is given, not later.
Stream<Scan> take(Stream<Scan> source, std::size_t count);

// Step 2. Not too fast.
// - At least `pause` passes between one scan that it gives and the next one.
// - A scan that comes later than that is given at once; so is the first one.
// - The end and failures do not wait.
Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause);

using Batch = std::vector<Scan>;

// Step 2. Scans in batches of up to `count`, which is 1 or more, for whoever
// writes them to a database. The window of a batch opens when its first scan
// comes. If that one comes while nobody awaits next(), the window may also open
// when next() is awaited.
// - A batch is given as soon as it has `count` scans, or `max_wait` after its
//   window has opened, or when the source has ended: whichever is first.
// - All scans are in a batch, in order; what was on its way when a window
//   closed, too.
// - No batch is empty.
// - When next() has returned, nothing of it waits, but for a read that is on
//   its way.
Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait);

// Step 3. Several belts, read as one.
// - All sources are awaited at the same time, and a scan is given as soon as
//   one of them has it.
// - What came first is given first.
// - Of each source it holds at most one scan.
// - It gives all scans of all sources, and ends when all have ended.
Stream<Scan> merge(std::vector<Stream<Scan>> sources);

// Work that ends with a scan, such as a question to a far server. It begins
// when it is awaited, and may throw.
using Call = asio::awaitable<Scan>;

// Step 4. Several calls at the same time, and one order. `limit` is 1 or more.
// - While next() is awaited, `limit` calls are under way, if the source has
//   given as many.
// - No more than `limit` calls are begun and their scans not given yet, also
//   when the first of them takes long.
// - The scans come in the order of the calls.
// - A scan is given as soon as all before it are given.
// - It ends when the source has ended and all scans are given.
Stream<Scan> buffered(Stream<Call> calls, std::size_t limit);

}  // namespace exo45
