// Takes a patience of zero or less for no limit.
// step: 2
// lesson: zero-for-ever
#include "select.hpp"

#define with_timeout reference_with_timeout
#include <solutions/exo32-select/select.cpp>
#undef with_timeout

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  if (patience <= Milliseconds(0)) co_return co_await std::move(call);
  co_return co_await reference_with_timeout(std::move(call), patience);
}
