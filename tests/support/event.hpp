// One event of the story of a test: see story.hpp.
#pragma once

#include <string>
#include <string_view>
#include <support/language.hpp>
#include <utility>
#include <vector>

namespace workbook {

// The meaning of an event for the actor that it happens to. A picture of the
// story shows where waits begin and end.
enum class Doing { begins, gives, fails, told_to_stop, stopped, rests, other };

bool ends_wait(Doing doing);

// "gives", as a trace writes it, and back.
std::string_view name_of(Doing doing);
Doing doing_named(std::string_view name);

struct Event {
  std::string who;  // "Oslo"; "" if it happens to nobody
  std::string en;   // "Oslo answers 250"
  std::string fr;
  Doing doing = Doing::other;
  std::string moment;  // "at 2 s:" where time is virtual, else ""
  // Another story begins with it: whoever waited in the one before is gone.
  bool anew = false;

  const std::string& spoken() const { return french() ? fr : en; }
};

// The moments of a story, each of which is told once.
class Moments {
 public:
  // "at 2 s:" if that was not told of the event before, or else "".
  std::string news(const Event& event) {
    const auto before = std::exchange(last_, event.moment);
    return before == last_ ? "" : last_;
  }

 private:
  std::string last_;
};

// That all that is left waits is told once, at the end, if something does wait.
std::vector<Event> as_told(const std::vector<Event>& events);

}  // namespace workbook
