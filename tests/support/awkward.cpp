#include <atomic>
#include <support/awkward.hpp>

namespace workbook {

namespace {

std::atomic<int> mishaps{0};

// Which exception of the tests' own it is; 0, none.
int id_of(const std::exception_ptr& error) {
  if (!error) return 0;
  try {
    std::rethrow_exception(error);
  } catch (const Mishap& mishap) {
    return mishap.id();
  } catch (const Oddity& oddity) {
    return oddity.id();
  } catch (...) {
    return 0;
  }
}

}  // namespace

Mishap::Mishap(Text text) : std::runtime_error(text), id_(++mishaps) {}

std::vector<std::exception_ptr> awkward_exceptions(Text text) {
  return {std::make_exception_ptr(Mishap(text)),
          std::make_exception_ptr(Oddity(text))};
}

bool same_exception(const std::exception_ptr& a, const std::exception_ptr& b) {
  return id_of(a) != 0 && id_of(a) == id_of(b);
}

}  // namespace workbook
