#include <atomic>
#include <exception>
#include <support/lesson.hpp>

namespace workbook {

namespace {
std::atomic<const Lesson*> in_effect{nullptr};
std::atomic<const Lesson*> in_effect_if_it_never_returns{nullptr};
}  // namespace

Teaching::Teaching(const Lesson* lesson, const Lesson* if_it_never_returns)
    : outer_(in_effect),
      outer_if_it_never_returns_(in_effect_if_it_never_returns),
      exceptions_(std::uncaught_exceptions()) {
  in_effect = lesson;
  in_effect_if_it_never_returns = if_it_never_returns;
}

Teaching::~Teaching() {
  if (std::uncaught_exceptions() != exceptions_) return;
  in_effect = outer_;
  in_effect_if_it_never_returns = outer_if_it_never_returns_;
}

void Teaching::forget() {
  in_effect = nullptr;
  in_effect_if_it_never_returns = nullptr;
}

const Lesson* Teaching::now() { return in_effect; }

const Lesson* Teaching::if_it_never_returns() {
  return in_effect_if_it_never_returns;
}

}  // namespace workbook
