// Halves the list until one call is left, even if there was none.
// step: 3
// lesson: nobody-to-ring
#include "select.hpp"

#define first_success reference_first_success
#include <solutions/exo32-select/select.cpp>
#undef first_success

namespace {
exo32::Call halves(std::span<exo32::Call> calls,
                   std::span<std::string> reasons) {
  if (calls.size() == 1)
    co_return co_await exo32::noting_why(std::move(calls[0]), reasons[0]);
  const auto half = calls.size() / 2;
  co_return co_await exo32::first_answer(
      halves(calls.first(half), reasons.first(half)),
      halves(calls.subspan(half), reasons.subspan(half)));
}
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons(calls.size());
  try {
    co_return co_await halves(calls, reasons);
  } catch (const std::exception&) {
  }
  throw NoCab(reasons);
}
