#include <algorithm>
#include <atomic>
#include <chrono>
#include <support/story.hpp>

namespace workbook {

namespace {
std::atomic<Story*> running{nullptr};
}

Story::Story() { running = this; }

Story::~Story() { running = nullptr; }

void Story::tell(std::string_view who, Text what, std::string_view detail) {
  std::string line(who);
  for (const auto& part : {what.spoken(), std::string(detail)})
    if (!part.empty()) line += (line.empty() ? "" : " ") + part;
  std::scoped_lock lock(mutex_);
  if (!lines_.empty() && lines_.back() == line) return;
  if (moment_) {
    auto moment = moment_();
    if (!moment.empty() && moment != told_moment_) lines_.push_back(moment);
    told_moment_ = std::move(moment);
  }
  lines_.push_back(line);
}

void Story::use_clock(std::function<std::string()> moment) {
  moment_ = std::move(moment);
}

std::vector<std::string> Story::lines() const {
  std::unique_lock lock(mutex_, std::chrono::milliseconds(100));
  return lock ? lines_ : std::vector<std::string>{};
}

std::vector<std::string> Story::told() {
  const Story* story = running;
  return story ? story->lines() : std::vector<std::string>{};
}

void Story::tell_running(Text what) {
  if (Story* story = running) story->tell("", what);
}

}  // namespace workbook
