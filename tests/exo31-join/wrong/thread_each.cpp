// A thread for each question.
// breaks: "no other thread takes part"
// step: 1
// lesson: several-threads
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <future>
#include <string>

namespace {
template <class T>
T block_on(exo31::Question<T> question) {
  asio::io_context context;
  auto answer = asio::co_spawn(context, question(), asio::use_future);
  context.run();
  return answer.get();
}
}  // namespace

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  auto cents = std::async(std::launch::async, block_on<int>, price);
  auto name = std::async(std::launch::async, block_on<std::string>, day);
  Offer offer;
  offer.cents = cents.get();
  offer.day = name.get();
  co_return offer;
}
