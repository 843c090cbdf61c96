// Halves the list until one call is left, even if there was none.
// breaks: "if there is none, throws NoCab"
// step: 3
// lesson: nobody-to-ring
#include "select.hpp"

#include <exception>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {
exo32::Call noting(exo32::Call call, std::string& reason) {
  try {
    co_return co_await std::move(call);
  } catch (const std::exception& error) {
    reason = error.what();
    throw;
  }
}

exo32::Call halves(std::span<exo32::Call> calls,
                   std::span<std::string> reasons) {
  if (calls.size() == 1)
    co_return co_await noting(std::move(calls[0]), reasons[0]);
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
