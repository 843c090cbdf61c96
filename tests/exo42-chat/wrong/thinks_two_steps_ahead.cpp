// Whom a line drives out, and whom that news drives out; no further.
// breaks: "A member whose outbox takes no more has left"
// step: 2
// lesson: ghost-in-the-room
#include "chat.hpp"

#include <asio/buffer.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo42 {

struct Room::State {
  struct Member {
    std::string name;
    Outbox* outbox;
  };
  std::vector<Member> members;
  std::deque<std::string> history;

  Member* find(const Outbox& outbox) {
    for (auto& member : members)
      if (member.outbox == &outbox) return &member;
    return nullptr;
  }

  void give(std::string line) {
    std::vector<std::string> gone;
    std::erase_if(members, [&](const Member& member) {
      if (member.outbox->put(line)) return false;
      gone.push_back(member.name);
      return true;
    });
    std::vector<std::string> gone_of_that;
    for (const auto& name : gone)
      std::erase_if(members, [&](const Member& member) {
        if (member.outbox->put(left(name))) return false;
        gone_of_that.push_back(member.name);
        return true;
      });
    for (const auto& name : gone_of_that)
      for (const auto& member : members) member.outbox->put(left(name));
  }
};

Room::Room() : state_(std::make_shared<State>()) {}

bool Room::join(const std::string& name, Outbox& outbox) {
  for (const auto& member : state_->members)
    if (member.name == name) return false;
  for (const auto& line : state_->history) outbox.put(line);
  state_->members.push_back({name, &outbox});
  state_->give(came(name));
  return true;
}

void Room::leave(const Outbox& outbox) {
  const auto* member = state_->find(outbox);
  if (!member) return;
  auto line = left(member->name);
  state_->members.erase(state_->members.begin() +
                        (member - state_->members.data()));
  state_->give(std::move(line));
}

void Room::say(const Outbox& outbox, std::string_view text) {
  const auto* member = state_->find(outbox);
  if (!member) return;
  auto line = said(member->name, text);
  state_->history.push_back(line);
  if (state_->history.size() > history_length) state_->history.pop_front();
  state_->give(std::move(line));
}

}  // namespace exo42
