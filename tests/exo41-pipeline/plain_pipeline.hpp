// For wrong answers: a pipeline() that is right, in pieces. Each answer does
// one of these pieces in its own way, and runs the pipeline that it makes of
// it.
//
//   struct LastLineLost : plain::Pipeline {
//     using Pipeline::Pipeline;
//     asio::awaitable<void> push_rest() override { co_return; }
//   };
//
//   asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to,
//                                  Work work, std::size_t workers,
//                                  Flow& flow) {
//     return plain::pipeline<LastLineLost>(from, to, std::move(work), workers,
//                                          flow);
//   }
#pragma once

#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/buffer.hpp>
#include <asio/error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstddef>
#include <exo41-pipeline/plain_connections.hpp>
#include <exo41-pipeline/plain_group.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "pipeline.hpp"

namespace exo41::plain {

struct Pipeline : Connections {
  Pipeline(const asio::any_io_executor& own, tcp::socket& source,
           tcp::socket& sink, Work given, std::size_t crew, Flow& count)
      : Connections(source, sink),
        executor(own),
        work(std::move(given)),
        workers(crew),
        flow(count) {}

  virtual asio::awaitable<void> run() {
    std::vector<asio::awaitable<void>> stages;
    stages.push_back(read_lines());
    stages.push_back(exo41::work_in_order(lines, done, work, workers));
    stages.push_back(write_lines());
    try {
      co_await join(std::move(stages));
    } catch (...) {
      break_connections();
      throw;
    }
  }
  virtual asio::awaitable<void> join(
      std::vector<asio::awaitable<void>> stages) {
    return together(std::move(stages));
  }

  // ---- The first stage

  asio::awaitable<void> read_lines() {
    while (const auto size = co_await read(asio::buffer(piece))) {
      flow.read += size;
      received.append(piece.data(), size);
      co_await push_lines();
      erase_front();
      look_at_rest();
    }
    co_await push_rest();
    lines.finish();
  }
  virtual asio::awaitable<void> push_lines() {
    for (std::size_t end; (end = received.find('\n', begin)) != received.npos;
         begin = end + 1) {
      refuse_longer(end + 1 - begin);
      co_await lines.push(received.substr(begin, end + 1 - begin));
    }
  }
  // Once for each read: to erase each line would move the rest each time.
  virtual void erase_front() {
    received.erase(0, begin);
    begin = 0;
  }
  // A line whose end has not come may be too long already.
  virtual void look_at_rest() { refuse_longer(received.size() - begin); }
  virtual asio::awaitable<void> push_rest() {
    if (received.size() > begin) co_await lines.push(received.substr(begin));
  }
  void refuse_longer(std::size_t size) {
    if (is_too_long(size)) throw std::system_error(asio::error::message_size);
  }
  virtual bool is_too_long(std::size_t size) { return size > longest_line; }

  // ---- The last stage

  virtual asio::awaitable<void> write_lines() {
    while (auto line = co_await done.pull()) co_await write(std::move(*line));
    tell_the_end();
  }
  virtual asio::awaitable<void> write(std::string line) {
    co_await asio::async_write(to, asio::buffer(line), asio::use_awaitable);
    flow.written += line.size();
  }

  // Half of what may be kept is in the two queues. The rest is for what the
  // stages have in hand.
  static constexpr std::size_t most_queued = most_kept / 4;

  const asio::any_io_executor executor;
  const Work work;
  const std::size_t workers;
  Flow& flow;
  Queue lines{executor, most_queued};
  Queue done{executor, most_queued};
  std::array<char, longest_line> piece;
  std::string received;
  std::size_t begin = 0;  // in `received`, of the first line not pushed yet
};

// Runs the pipeline of the answer.
template <class OfTheAnswer>
asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  OfTheAnswer pipeline(executor, from, to, std::move(work), workers, flow);
  co_await pipeline.run();
}

}  // namespace exo41::plain
