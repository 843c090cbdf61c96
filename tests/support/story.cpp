// The trace has these records; in a field, a tab, a newline and a backslash are
// written as in C++.
//
//   test   TITLE                   a test begins
//   french TITLE                   its title in French
//   story                          it begins a story, from nothing
//   told   WHO DOING EN FR MOMENT  an event of its story
//   wrong  LESSON EN FR SEEN       it fails: what was expected, what was seen
//   part                           a test that has several begins the next one
//   shown  NUMBER                  they end; of them, draw this one, from 0
#include <fmt/format.h>

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
          {"has ready:", Doing::gives},
          {"has no more orders", Doing::gives},
          {"gives a value", Doing::gives},
          {"has ended", Doing::gives},
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

// The actor of what is told of nobody: the learner's code, or the one whose
// name the sentence begins with, "Ada is connected"; French says "Ada : ...".
// What is in parentheses is done by the test.
std::string actor_of(std::string_view en, std::string_view french_pattern,
                     std::string_view first_word) {
  static constexpr Text your_code{"your code", "votre code"};
  if (en.starts_with('(')) return "";
  if (en.find(your_code.en) != en.npos) return std::string(your_code.spoken());
  if (french_pattern.starts_with("{} :")) return std::string(first_word);
  return "";
}

// nullptr if no trace is wanted.
std::FILE* trace_file() {
  static std::FILE* const file = [] {
    const char* path = std::getenv("WORKBOOK_TRACE");
    return path && *path ? std::fopen(path, "w") : nullptr;
  }();
  return file;
}

}  // namespace

void trace(std::initializer_list<std::string_view> fields) {
  std::FILE* const file = trace_file();
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

Story::Story() {
  if (!running) trace({"story"});
  running = this;
}

Story::~Story() { running = nullptr; }

void Story::tell(std::string_view who, Text what, std::string_view detail) {
  add({who, what.en, what.fr, without_hexadecimal(std::string(detail))}, {},
      false);
}

void Story::count(std::string_view who, Text what, std::string_view detail) {
  add({who, what.en, what.fr, without_hexadecimal(std::string(detail))}, {},
      true);
}

void Story::count_pattern(std::string_view who, Text pattern,
                          std::initializer_list<std::string_view> words) {
  add({who, pattern.en, pattern.fr, ""}, words, true);
}

void Story::add(std::initializer_list<std::string_view> fixed,
                std::initializer_list<std::string_view> words, bool counted) {
  std::scoped_lock lock(mutex_);
  Entry entry;
  entry.begin = bytes_.size();
  for (const auto& parts : {fixed, words})
    for (const auto part : parts) {
      bytes_.append(part.data(), part.size());
      entry.sizes.at(entry.parts++) = part.size();
    }
  if (now_) entry.moment = now_();
  // What somebody does again later is another event, unless it is counted.
  const auto goes_on = [&](const Entry& last) {
    const bool nobody = entry.sizes[0] == 0;
    return counted || nobody || last.moment == entry.moment;
  };
  if (!entries_.empty() && entries_.back().sizes == entry.sizes) {
    auto& last = entries_.back();
    const std::string_view bytes = bytes_;
    if (bytes.substr(last.begin, entry.begin - last.begin) ==
            bytes.substr(entry.begin) &&
        goes_on(last)) {
      bytes_.resize(entry.begin);
      ++last.times;
      if (counted) last.counted = last.times;
      return;
    }
  }
  entries_.push_back(entry);
  if (!trace_file()) return;
  const auto told = event(entry);
  trace({"told", told.who, name_of(told.doing), told.en, told.fr, told.moment});
}

Event Story::event(const Entry& entry) const {
  std::array<std::string_view, std::tuple_size_v<decltype(entry.sizes)>> part;
  auto rest = std::string_view(bytes_).substr(entry.begin);
  for (std::size_t i = 0; i < entry.parts; ++i) {
    part[i] = rest.substr(0, entry.sizes[i]);
    rest.remove_prefix(entry.sizes[i]);
  }
  const bool pattern = entry.parts > 4;
  const auto filled = [&](std::string_view text) {
    return pattern ? fmt::format(fmt::runtime(text), part[4], part[5])
                   : std::string(text);
  };
  const auto en = filled(part[1]);
  std::string french_pattern(part[2]);
  if (pattern) contract(french_pattern, part[4]);
  const auto fr = typeset_french(filled(french_pattern));
  const auto detail = legible(part[3]);
  Event event;
  event.who = part[0];
  event.en = sentence(event.who, en, detail);
  event.fr = sentence(event.who, fr, detail);
  event.doing = doing_of(en);
  if (event.who.empty()) event.who = actor_of(en, part[2], part[4]);
  if (entry.counted > 1) {
    const auto times = std::to_string(entry.counted);
    event.en += ", " + times + " times";
    event.fr += ", " + times + " fois";
  }
  if (shown_) event.moment = shown_(entry.moment);
  return event;
}

void Story::use_clock(std::function<Moment()> now,
                      std::string (*shown)(Moment)) {
  now_ = std::move(now);
  shown_ = shown;
}

std::vector<Event> Story::events() {
  const Story* story = running;
  if (!story) return {};
  std::unique_lock lock(story->mutex_, std::chrono::milliseconds(100));
  if (!lock) return {};
  std::vector<Event> events;
  for (const auto& entry : story->entries_)
    events.push_back(story->event(entry));
  return as_told(events);
}

std::vector<std::string> Story::told() {
  std::vector<std::string> lines;
  Moments moments;
  for (const auto& event : events()) {
    if (auto moment = moments.news(event); !moment.empty())
      lines.push_back(std::move(moment));
    lines.push_back(event.spoken());
  }
  return lines;
}

void Story::tell_running(std::string_view who, Text what,
                         std::string_view detail) {
  if (Story* story = running) story->tell(who, what, detail);
}

}  // namespace workbook
