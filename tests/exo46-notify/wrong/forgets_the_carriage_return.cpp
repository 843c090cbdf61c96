// Only "\n" and "\r\n" end a line for it.
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
  const auto& text = notice.text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\r\n") == 0) continue;
    if (text[i] == '\n')
      event += "\ndata: ";
    else
      event += text[i];
  }
  return event + "\n\n";
}

}  // namespace exo46
