// Takes the text for a string of C, which a NUL ends.
// breaks: "Browsers make of it one event with this id and this text, whatever
//   is in it, in lines that end with "\n": lines of the text may also end with
//   "\r\n" or "\r"."
// step: 3
// lesson: made-up-event
#include "notify.hpp"

#include <string>

namespace exo46 {

std::string event_of(const Notice& notice) {
  auto event = "id: " + std::to_string(notice.id) + "\ndata: ";
  for (const char* c = notice.text.c_str(); *c != '\0'; ++c) {
    if (c[0] == '\r' && c[1] == '\n') continue;
    if (*c == '\r' || *c == '\n')
      event += "\ndata: ";
    else
      event += *c;
  }
  return event + "\n\n";
}

}  // namespace exo46
