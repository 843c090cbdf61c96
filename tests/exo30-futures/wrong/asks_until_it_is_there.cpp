// Asks again and again whether the value is there.
// step: 4
// lesson: never-rests
#include "futures.hpp"

#define start reference_start
#include <solutions/exo30-futures/futures.cpp>
#undef start

#include <asio/post.hpp>

namespace {
asio::awaitable<int> ask_often(std::shared_ptr<exo30::Ending> ending) {
  while (!ending->here) co_await asio::post(asio::use_awaitable);
  if (ending->error) std::rethrow_exception(ending->error);
  co_return ending->value;
}
}  // namespace

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto ending = std::make_shared<Ending>(executor);
  asio::co_spawn(executor, std::move(work),
                 [ending](std::exception_ptr error, int value) {
                   ending->error = error;
                   ending->value = value;
                   ending->here = true;
                 });
  return [ending] { return ask_often(ending); };
}
