// The trace has these records; in a field, a tab, a newline and a backslash are
// written as in C++.
//
//   test   TITLE                   a test begins
//   french TITLE                   its title in French
//   told   WHO DOING EN FR MOMENT  an event of its story
//   wrong  LESSON EN FR SEEN       it fails: what was expected, what was seen
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <support/story.hpp>
#include <support/text.hpp>

namespace workbook {

namespace {

std::atomic<Story*> running{nullptr};

// As the tests tell them, in English.
Doing doing_of(std::string_view what) {
  static constexpr auto known =
      std::to_array<std::pair<std::string_view, Doing>>({
          {"starts", Doing::begins},
          {"begins", Doing::begins},
          {"is asked", Doing::begins},
          {"answers", Doing::gives},
          {"is over", Doing::gives},
          {"returns", Doing::gives},
          {"fails", Doing::fails},
          {"throws", Doing::fails},
          {"is told to stop", Doing::told_to_stop},
          {"has stopped", Doing::stopped},
          {"(nothing more is ready", Doing::rests},
      });
  for (auto [words, doing] : known)
    if (what.starts_with(words)) return doing;
  return Doing::other;
}

std::string sentence(std::string_view who, std::string_view what,
                     std::string_view detail) {
  std::string line;
  for (auto part : {who, what, detail})
    if (!part.empty()) line += (line.empty() ? "" : " ") + std::string(part);
  return line;
}

}  // namespace

void trace(std::initializer_list<std::string_view> fields) {
  static std::FILE* const file = [] {
    const char* path = std::getenv("WORKBOOK_TRACE");
    return path && *path ? std::fopen(path, "w") : nullptr;
  }();
  if (!file) return;
  std::string line;
  for (auto field : fields) {
    if (!line.empty()) line += '\t';
    for (char c : field) {
      if (c == '\t')
        line += "\\t";
      else if (c == '\n')
        line += "\\n";
      else if (c == '\\')
        line += "\\\\";
      else
        line += c;
    }
  }
  line += '\n';
  // Not fputs: what is told may hold a zero byte.
  std::fwrite(line.data(), 1, line.size(), file);
  // At once: what is told last before a crash is what one wants to know.
  std::fflush(file);
}

Story::Story() { running = this; }

Story::~Story() { running = nullptr; }

void Story::tell(std::string_view who, Text what, std::string_view detail) {
  add(who, what, detail, false);
}

void Story::count(std::string_view who, Text what, std::string_view detail) {
  add(who, what, detail, true);
}

void Story::add(std::string_view who, Text what, std::string_view detail,
                bool counted) {
  const auto shown = without_hexadecimal(legible(detail));
  Event event;
  event.who = who;
  event.en = sentence(who, what.en, shown);
  event.fr = sentence(who, typeset_french(what.fr), shown);
  event.doing = doing_of(what.en);
  std::scoped_lock lock(mutex_);
  if (!events_.empty() && last_ == event.en) {
    const auto times = std::to_string(++times_);
    if (counted) {
      events_.back().en = event.en + ", " + times + " times";
      events_.back().fr = event.fr + ", " + times + " fois";
    }
    return;
  }
  last_ = event.en;
  times_ = 1;
  if (moment_) event.moment = moment_();
  trace({"told", event.who, name_of(event.doing), event.en, event.fr,
         event.moment});
  events_.push_back(std::move(event));
}

void Story::use_clock(std::function<std::string()> moment) {
  moment_ = std::move(moment);
}

std::vector<Event> Story::events() {
  const Story* story = running;
  if (!story) return {};
  std::unique_lock lock(story->mutex_, std::chrono::milliseconds(100));
  if (!lock) return {};
  return as_told(story->events_);
}

std::vector<std::string> Story::told() {
  std::vector<std::string> lines;
  std::string moment;
  for (const auto& event : events()) {
    if (!event.moment.empty() && event.moment != moment)
      lines.push_back(event.moment);
    moment = event.moment;
    lines.push_back(event.spoken());
  }
  return lines;
}

void Story::tell_running(std::string_view who, Text what,
                         std::string_view detail) {
  if (Story* story = running) story->tell(who, what, detail);
}

}  // namespace workbook
