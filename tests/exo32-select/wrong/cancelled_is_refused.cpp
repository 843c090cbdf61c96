// Told to stop, it reports that every company has refused.
// step: 3
// lesson: cancelled-is-no-refusal
#include "select.hpp"

#define first_success reference_first_success
#include <solutions/exo32-select/select.cpp>
#undef first_success

asio::awaitable<exo32::Plate> exo32::first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons(calls.size());
  try {
    if (!calls.empty()) co_return co_await race(calls, reasons);
  } catch (const std::exception&) {
  }
  throw NoCab(reasons);
}
