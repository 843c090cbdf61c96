// For wrong answers: a filter() that is right but for next(), which each of
// them has in its own way.
//
// filter() is defined here, and not inline: a program has one of these answers,
// and the linker takes it before that of the reference.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45 {

namespace plain {

struct Filter : Source<Scan> {
  Filter(Stream<Scan> from, std::function<bool(const Scan&)> which)
      : source(std::move(from)), wanted(std::move(which)) {}

  // The one of the answer.
  asio::awaitable<std::optional<Scan>> next() override;

  Stream<Scan> source;
  const std::function<bool(const Scan&)> wanted;
};

}  // namespace plain

Stream<Scan> filter(Stream<Scan> source,
                    std::function<bool(const Scan&)> wanted) {
  return Stream<Scan>(
      std::make_unique<plain::Filter>(std::move(source), std::move(wanted)));
}

}  // namespace exo45
