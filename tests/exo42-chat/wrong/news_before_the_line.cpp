// Tells the others at once who has left, in the middle of a line's way to
// everybody.
// breaks: "All members are given all lines in the same order, whatever happens
//   to other members."
// step: 2
// lesson: two-orders
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
    const auto all = members;
    for (const auto& member : all) {
      if (!find(*member.outbox) || member.outbox->put(line)) continue;
      std::erase_if(members, [&](const Member& each) {
        return each.outbox == member.outbox;
      });
      give(left(member.name));
    }
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
