// Takes the lines of the text from std::getline.
// breaks: "Browsers make of it one event with this id and this text, whatever
//   is in it, in lines that end with "\n": lines of the text may also end with
//   "\r\n" or "\r"."
// step: 3
// lesson: made-up-event
#include "notify.hpp"

#include <sstream>
#include <string>

namespace exo46 {

std::string event_of(const Notice& notice) {
  auto event = "id: " + std::to_string(notice.id) + "\n";
  std::istringstream text(notice.text);
  for (std::string line; std::getline(text, line);) {
    if (line.ends_with('\r')) line.pop_back();
    event += "data: " + line + "\n";
  }
  return event + "\n";
}

}  // namespace exo46
