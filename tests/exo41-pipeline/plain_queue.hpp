// For wrong answers: a queue that is right, in pieces. Each answer does one of
// these pieces in its own way, and says which buffer of lines is the one.
//
//   struct CountsLines : plain::Buffer {
//     using Buffer::Buffer;
//     std::size_t cost(const std::string&) override { return 1; }
//   };
//
//   std::unique_ptr<plain::Buffer> plain::make_buffer(
//       const asio::any_io_executor& executor, std::size_t limit) {
//     return std::make_unique<CountsLines>(executor, limit);
//   }
//
// The functions of Queue are defined here, and not inline: a program has one of
// these answers, and the linker takes them before those of the reference.
#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <exo41-pipeline/plain_bell.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "pipeline.hpp"

namespace exo41 {

namespace plain {

struct Buffer {
  Buffer(const asio::any_io_executor& executor, std::size_t most)
      : limit(most), more(executor), less(executor) {}
  virtual ~Buffer() = default;

  // A line that counted for nothing could be held without end.
  virtual std::size_t cost(const std::string& line) {
    return std::max<std::size_t>(line.size(), 1);
  }

  // ---- In

  virtual asio::awaitable<void> push(std::string line) {
    co_await wait_for_room(line);
    put(std::move(line));
  }
  virtual asio::awaitable<void> wait_for_room(const std::string& line) {
    while (!has_room(line)) co_await less.hear();
  }
  // A line that is longer than the limit goes in alone.
  virtual bool has_room(const std::string& line) {
    return held == 0 || held + cost(line) <= limit;
  }
  void put(std::string line) {
    held += cost(line);
    lines.push_back(std::move(line));
    wake();
  }
  // Those who wait for a line look again.
  virtual void wake() { more.ring(); }
  virtual void finish() {
    finished = true;
    more.ring();
  }

  // ---- Out

  virtual asio::awaitable<std::optional<std::string>> pull() {
    while (lines.empty() && !finished) co_await wait_for_line();
    if (is_over()) co_return std::nullopt;
    auto line = take();
    held -= cost(line);
    less.ring();
    co_return line;
  }
  virtual asio::awaitable<void> wait_for_line() { return more.hear(); }
  virtual bool is_over() { return lines.empty(); }
  virtual std::string take() {
    auto line = std::move(lines.front());
    lines.pop_front();
    return line;
  }

  const std::size_t limit;
  std::deque<std::string> lines;
  std::size_t held = 0;
  bool finished = false;
  Bell more;  // a line is in, or none will come
  Bell less;  // a line is out
};

// The one of the answer.
std::unique_ptr<Buffer> make_buffer(const asio::any_io_executor& executor,
                                    std::size_t limit);

}  // namespace plain

struct Queue::State {
  const std::unique_ptr<plain::Buffer> buffer;
};

Queue::Queue(asio::any_io_executor executor, std::size_t limit)
    : state_(new State{plain::make_buffer(executor, limit)}) {}

asio::awaitable<void> Queue::push(std::string line) {
  return state_->buffer->push(std::move(line));
}

asio::awaitable<std::optional<std::string>> Queue::pull() {
  return state_->buffer->pull();
}

void Queue::finish() { state_->buffer->finish(); }

std::size_t Queue::held() const { return state_->buffer->held; }

}  // namespace exo41
