// Takes the text for a string of C, which a NUL ends.
// breaks: "Browsers make of it one event with this id and this text, whatever
//   is in it, in lines that end with "\n": lines of the text may also end with
//   "\r\n" or "\r"."
// step: 3
// lesson: made-up-event
#include "notify.hpp"

#define event_of reference_event_of
#include <solutions/exo46-notify/notify.cpp>
#undef event_of

namespace exo46 {

std::string event_of(const Notice& notice) {
  return reference_event_of({notice.id, notice.text.c_str()});
}

}  // namespace exo46
