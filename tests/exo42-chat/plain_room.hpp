// For wrong answers: a Room in pieces that are right. Each answer does one of
// these pieces in its own way, and says which pieces its Room is made of.
//
//   struct Silent : plain::Members {
//     void remember(const std::string&) override {}
//   };
//
//   std::shared_ptr<plain::Members> plain::make_members() {
//     return std::make_shared<Silent>();
//   }
//
// The functions of Room are defined here, and not inline: a program has one of
// these answers, and the linker takes them before those of the reference.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "chat.hpp"

namespace exo42 {

namespace plain {

struct Members {
  struct Member {
    std::string name;
    Outbox* outbox;
  };

  virtual ~Members() = default;

  virtual bool join(const std::string& name, Outbox& outbox) {
    if (is_taken(name)) return false;
    remind(outbox);
    all.push_back({name, &outbox});
    give(came(name));
    return true;
  }
  virtual void leave(const Outbox& outbox) {
    const auto* member = find(outbox);
    if (!member) return;
    auto line = left(member->name);
    all.erase(all.begin() + (member - all.data()));
    give(std::move(line));
  }
  virtual void say(const Outbox& outbox, std::string_view text) {
    const auto* member = find(outbox);
    if (!member) return;
    auto line = said(member->name, text);
    remember(line);
    give(std::move(line));
  }

  Member* find(const Outbox& outbox) {
    for (auto& member : all)
      if (member.outbox == &outbox) return &member;
    return nullptr;
  }
  virtual bool is_taken(const std::string& name) {
    for (const auto& member : all)
      if (member.name == name) return true;
    return false;
  }
  virtual void remind(Outbox& newcomer) {
    for (const auto& line : history) newcomer.put(line);
  }
  virtual void remember(const std::string& line) {
    history.push_back(line);
    if (history.size() > history_length) history.pop_front();
  }
  // To everybody, and then the news of those whom it has driven out.
  virtual void give(std::string line) {
    std::deque<std::string> lines{std::move(line)};
    for (; !lines.empty(); lines.pop_front())
      std::erase_if(all, [&](const Member& member) {
        if (member.outbox->put(lines.front())) return false;
        lines.push_back(left(member.name));
        return true;
      });
  }

  std::vector<Member> all;
  std::deque<std::string> history;
};

// Those of the answer.
std::shared_ptr<Members> make_members();

}  // namespace plain

struct Room::State {
  const std::shared_ptr<plain::Members> members = plain::make_members();
};

Room::Room() : state_(std::make_shared<State>()) {}

bool Room::join(const std::string& name, Outbox& outbox) {
  return state_->members->join(name, outbox);
}

void Room::leave(const Outbox& outbox) { state_->members->leave(outbox); }

void Room::say(const Outbox& outbox, std::string_view text) {
  state_->members->say(outbox, text);
}

}  // namespace exo42
