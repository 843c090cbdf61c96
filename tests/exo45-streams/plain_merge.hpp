// For wrong answers: a merge() that is right, in pieces. Each answer does one
// of these pieces in its own way.
//
//   struct EndsWithOne : plain::Merge {
//     using Merge::Merge;
//     void has_ended(Readers::iterator) override { readers.clear(); }
//   };
//
//   Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
//     return plain::merge<EndsWithOne>(std::move(sources));
//   }
#pragma once

#include <asio/this_coro.hpp>
#include <exo45-streams/plain_errand.hpp>
#include <exo45-streams/plain_wait.hpp>
#include <list>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "streams.hpp"

namespace exo45::plain {

struct Merge : Source<Scan> {
  using Readers = std::list<Reader<Scan>>;

  explicit Merge(std::vector<Stream<Scan>> sources) {
    for (auto& source : sources) readers.emplace_back(std::move(source));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell) bell = std::make_shared<Bell>(executor);
    while (!readers.empty()) {
      for (auto& reader : readers) reader.ask(bell);
      const auto first = first_of_those_done();
      if (first == readers.end()) {
        co_await wait_at(bell->timer);
        continue;
      }
      auto scan = take(*first);
      if (scan) co_return scan;
      has_ended(first);
    }
    co_return std::nullopt;
  }
  // Whether the one is given before the other. Both are done.
  virtual bool is_before(const Reader<Scan>& one, const Reader<Scan>& other) {
    return one.done() < other.done();
  }
  virtual std::optional<Scan> take(Reader<Scan>& reader) {
    return reader.take();
  }
  virtual void has_ended(Readers::iterator reader) { readers.erase(reader); }

  Readers::iterator first_of_those_done() {
    auto first = readers.end();
    for (auto it = readers.begin(); it != readers.end(); ++it)
      if (it->done() && (first == readers.end() || is_before(*it, *first)))
        first = it;
    return first;
  }

  Readers readers;
  SharedBell bell;
};

template <class OfTheAnswer>
Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<OfTheAnswer>(std::move(sources)));
}

}  // namespace exo45::plain
