#include <atomic>
#include <exception>
#include <support/lesson.hpp>

namespace workbook {

namespace {
std::atomic<const Lesson*> in_effect{nullptr};
// For a call that never comes back.
std::atomic<const Lesson*> in_effect_if_it_waits{nullptr};
std::atomic<const Lesson*> in_effect_if_it_runs{nullptr};
}  // namespace

Teaching::Teaching(const Lesson* lesson, const Lesson* if_it_waits,
                   const Lesson* if_it_runs)
    : outer_(in_effect),
      outer_if_it_waits_(in_effect_if_it_waits),
      outer_if_it_runs_(in_effect_if_it_runs),
      exceptions_(std::uncaught_exceptions()) {
  in_effect = lesson;
  in_effect_if_it_waits = if_it_waits;
  in_effect_if_it_runs = if_it_runs;
}

Teaching::~Teaching() {
  if (std::uncaught_exceptions() != exceptions_) return;
  in_effect = outer_;
  in_effect_if_it_waits = outer_if_it_waits_;
  in_effect_if_it_runs = outer_if_it_runs_;
}

void Teaching::forget() {
  in_effect = nullptr;
  in_effect_if_it_waits = nullptr;
  in_effect_if_it_runs = nullptr;
}

const Lesson* Teaching::now() { return in_effect; }

const Lesson* Teaching::if_it_never_returns(bool runs) {
  return runs ? in_effect_if_it_runs : in_effect_if_it_waits;
}

}  // namespace workbook
