// For wrong answers: a map() that is right but for what it makes of what its
// source gives, which each of them does in its own way.
//
// map() is defined here, and not inline: a program has one of these answers,
// and the linker takes it before that of the reference.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45 {

namespace plain {

// The one of the answer: of a scan, or of none, which is the end.
std::optional<Scan> changed(std::optional<Scan> scan,
                            const std::function<Scan(Scan)>& change);

class Mapper : public Source<Scan> {
 public:
  Mapper(Stream<Scan> source, std::function<Scan(Scan)> change)
      : source_(std::move(source)), change_(std::move(change)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    co_return changed(std::move(scan), change_);
  }

 private:
  Stream<Scan> source_;
  std::function<Scan(Scan)> change_;
};

}  // namespace plain

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return Stream<Scan>(
      std::make_unique<plain::Mapper>(std::move(source), std::move(change)));
}

}  // namespace exo45
