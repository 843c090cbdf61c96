#include <algorithm>
#include <atomic>
#include <chrono>
#include <support/story.hpp>

namespace workbook {

namespace {
std::atomic<Story*> running{nullptr};

// How a story of hundreds begins and how it ends is enough.
std::vector<std::string> abridged(std::vector<std::string> lines) {
  constexpr std::size_t beginning = 12, end = 18;
  if (lines.size() <= beginning + end + 1) return lines;
  lines[beginning] =
      Text{"(... and so on ...)", "(... et ainsi de suite ...)"}.spoken();
  lines.erase(lines.begin() + beginning + 1, lines.end() - end);
  return lines;
}
}  // namespace

Story::Story() { running = this; }

Story::~Story() { running = nullptr; }

void Story::tell(std::string_view who, Text what, std::string_view detail) {
  std::string line(who);
  for (const auto& part : {what.spoken(), std::string(detail)})
    if (!part.empty()) line += (line.empty() ? "" : " ") + part;
  std::scoped_lock lock(mutex_);
  if (lines_.empty() || lines_.back() != line) lines_.push_back(line);
}

std::vector<std::string> Story::lines() const {
  std::unique_lock lock(mutex_, std::chrono::milliseconds(100));
  return lock ? abridged(lines_) : std::vector<std::string>{};
}

std::vector<std::string> Story::told() {
  const Story* story = running;
  return story ? story->lines() : std::vector<std::string>{};
}

void Story::tell_running(Text what) {
  if (Story* story = running) story->tell("", what);
}

}  // namespace workbook
