#include <algorithm>
#include <array>
#include <support/event.hpp>

namespace workbook {

namespace {
constexpr auto names = std::to_array<std::string_view>(
    {"begins", "gives", "fails", "told", "stopped", "rests", "other"});
}

bool ends_wait(Doing doing) {
  return doing == Doing::gives || doing == Doing::fails ||
         doing == Doing::stopped;
}

std::string_view name_of(Doing doing) {
  return names[static_cast<std::size_t>(doing)];
}

Doing doing_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? Doing::other
                              : static_cast<Doing>(found - names.begin());
}

std::vector<Event> as_told(const std::vector<Event>& events) {
  std::vector<Event> told;
  int waits = 0;
  for (const auto& event : events) {
    if (event.doing == Doing::begins) ++waits;
    if (ends_wait(event.doing)) --waits;
    if (event.doing != Doing::rests || (waits > 0 && &event == &events.back()))
      told.push_back(event);
  }
  return told;
}

}  // namespace workbook
