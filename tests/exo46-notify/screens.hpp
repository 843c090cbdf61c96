// What the tests of exo46 have at hand: readers of a hub, and screens that read
// events as browsers do.
#pragma once

#include <algorithm>
#include <asio/error.hpp>
#include <asio/ip/address_v4.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <support/expect.hpp>
#include <support/heap.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/stuck.hpp>
#include <support/world/world.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "lessons.hpp"
#include "notify.hpp"

namespace exo46 {

// "8", or "8 (3 missed)".
static std::string shown(Id id, std::uint64_t missed) {
  auto text = std::to_string(id);
  if (missed > 0)
    text += " (" + std::to_string(missed) +
            workbook::Text{" missed)", " manquées)"}.spoken();
  return text;
}

// For the story. It is this file's own: a learner may have written one, too.
static std::ostream& operator<<(std::ostream& out, const News& news) {
  if (!news.notice) return out << "nothing";
  return out << shown(news.notice->id, news.missed);
}

}  // namespace exo46

namespace {

using exo46::Hub;
using exo46::Id;
using exo46::News;
using exo46::Notice;
using exo46::Pulse;
using exo46::shown;
using exo46::Subscription;
using exo46::tcp;
using workbook::bytes_on_heap;
using workbook::Chaos;
using workbook::Client;
using workbook::is_aborted;
using workbook::Outcome;
using workbook::Port;
using workbook::World;

// Steps 1 and 2

// "8", "8 (3 missed)", that it waits, or what it has thrown.
std::string given(const Outcome<News>& outcome) {
  if (outcome.waits()) return workbook::Text{"waits", "attend"}.spoken();
  if (outcome.threw()) return outcome.error();
  return Catch::Detail::stringify(outcome.value());
}

// How many are said to be missed; of no notice, none.
std::uint64_t missed(const Outcome<News>& outcome) {
  return outcome.waits() || outcome.threw() ? 0 : outcome.value().missed;
}

std::string publish(World& world, Hub& hub, std::string text) {
  world.network().tell(workbook::Text{"the hub", "le hub"}.spoken(),
                       {"publishes \"{}\"", "publie « {} »"},
                       text.substr(0, 20));
  return std::to_string(hub.publish(std::move(text)));
}

// Publishes so many, which say their ids.
void publish_until(World& world, Hub& hub, Id first, Id last) {
  for (Id id = first; id <= last; ++id) publish(world, hub, std::to_string(id));
}

// Reads as long as nobody stops it.
asio::awaitable<void> read_on(Subscription& subscription,
                              std::vector<News>& all) {
  for (;;) all.push_back(co_await subscription.next());
}

// A reader with a coroutine of its own. Alive until it is told to leave.
class Reader {
 public:
  Reader(World& world, const std::string& name, Subscription subscription)
      : subscription_(std::make_unique<Subscription>(std::move(subscription))),
        reads_(world.start(name, read_on(*subscription_, *all_))) {}

  void stop() { reads_.cancel(); }
  // What it was given, "1, 2, 5 (2 missed)", and that it waits for more.
  std::string heard() const {
    std::string text;
    for (const auto& news : *all_)
      text += (text.empty() ? "" : ", ") + Catch::Detail::stringify(news);
    return reads_.waits() ? text : text + " " + reads_.error();
  }
  const std::vector<News>& all() const { return *all_; }

 private:
  // Neither moves when the reader does.
  std::unique_ptr<std::vector<News>> all_ =
      std::make_unique<std::vector<News>>();
  std::unique_ptr<Subscription> subscription_;
  Outcome<void> reads_;
};

// "1, 2, 3"
std::string from_to(Id first, Id last) {
  std::string text;
  for (Id id = first; id <= last; ++id)
    text += (text.empty() ? "" : ", ") + std::to_string(id);
  return text;
}

// Steps 3 and 4

struct Event {
  std::string id;
  std::string type;
  std::string data;

  bool operator==(const Event&) const = default;
};

// What a browser makes of the bytes of an event stream, as the standard says:
// https://html.spec.whatwg.org/multipage/server-sent-events.html
class Browser {
 public:
  void feed(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto end = std::min(bytes.find_first_of("\r\n"), bytes.size());
      line_ += bytes.substr(0, end);
      if (end > 0) last_ = 0;
      if (end == bytes.size()) break;
      const bool second = bytes[end] == '\n' && last_ == '\r';
      last_ = bytes[end];
      if (!second) end_line();
      bytes.remove_prefix(end + 1);
    }
  }
  std::vector<Event> events;
  int comments = 0;
  std::vector<int> comments_before;  // each event
  std::string last_id;

 private:
  void end_line() {
    const auto line = std::exchange(line_, "");
    if (line.empty()) return dispatch();
    if (line[0] == ':') {
      ++comments;
      return;
    }
    const auto colon = line.find(':');
    const auto field = line.substr(0, colon);
    auto value = colon == line.npos ? "" : line.substr(colon + 1);
    if (value.starts_with(' ')) value.erase(0, 1);
    if (field == "data") data_ += value + "\n";
    if (field == "event") type_ = value;
    if (field == "id") last_id = value;
  }
  void dispatch() {
    auto data = std::exchange(data_, "");
    auto type = std::exchange(type_, "");
    if (data.empty()) return;
    data.pop_back();
    events.push_back({last_id, type, data});
    comments_before.push_back(std::exchange(comments, 0));
  }

  char last_ = 0;  // the last byte, if it was the end of a line
  std::string line_, data_, type_;
};

// A client of the stream, and the stream that the program has for it.
class Screen {
 public:
  Screen(World& world, const std::string& name, Port port)
      : world_(world), client(world, name, port) {}

  // Takes what is on the way, and lets the program go on, until all is there;
  // gives the events that came.
  std::vector<Event> read() {
    for (;;) {
      world_.settle();
      const auto bytes = client.receive();
      if (bytes.empty()) break;
      take(bytes);
    }
    return std::exchange(browser.events, {});
  }
  void take(std::string_view bytes) {
    const auto opening = exo46::opening.size();
    const auto at = begun.size() < opening ? opening - begun.size() : 0;
    begun += bytes.substr(0, at);
    browser.feed(bytes.substr(std::min(at, bytes.size())));
  }
  // The answer has begun as it should.
  bool opened() const { return begun == exo46::opening; }
  bool gone() const { return !stream->waits(); }

 private:
  World& world_;

 public:
  Client client;
  Browser browser;
  std::string begun;
  std::optional<Outcome<void>> stream;
};

// A hub, and the port where screens come.
struct Office {
  explicit Office(World& world, std::size_t capacity = 100)
      : world(world),
        acceptor(world.context, {asio::ip::address_v4::loopback(), 0}),
        port(acceptor.local_endpoint().port()),
        hub(world.executor(), capacity) {}

  // Without a pulse, it is the stream of step 3. `first` is what the client
  // does before that begins.
  std::unique_ptr<Screen> come(const std::string& name,
                               std::optional<std::string> last_event_id = {},
                               std::optional<Pulse> pulse = {},
                               void (Client::*first)() = nullptr) {
    auto screen = std::make_unique<Screen>(world, name, port);
    exo46::Request request;
    request.method = "GET";
    request.target = "/events";
    request.fields = {{"host", "relay"}, {"accept", "text/event-stream"}};
    if (last_event_id)
      request.fields.push_back({"last-event-id", *last_event_id});
    world.test_accepts_at(port);
    tcp::socket socket(acceptor.get_executor());
    asio::error_code error = asio::error::try_again;
    while (error) acceptor.accept(socket, error);
    if (first) (screen->client.*first)();
    if (pulse)
      world.network().tell(
          "", {"(beat {}, patience {})", "(beat {}, patience {})"},
          workbook::shown(pulse->beat), workbook::shown(pulse->patience));
    screen->stream = world.run(
        "stream(" + name + ")",
        pulse
            ? exo46::stream(std::move(socket), std::move(request), hub, *pulse)
            : exo46::stream(std::move(socket), std::move(request), hub));
    return screen;
  }

  World& world;
  tcp::acceptor acceptor;
  const Port port;
  Hub hub;
};

Event event(Id id) { return {std::to_string(id), "", std::to_string(id)}; }
std::vector<Event> events(Id first, Id last) {
  std::vector<Event> all;
  for (Id id = first; id <= last; ++id) all.push_back(event(id));
  return all;
}

// As it stands on the wire: "id: 7, data: the lorry is late".
std::ostream& operator<<(std::ostream& out, const Event& event) {
  if (!event.id.empty()) out << "id: " << event.id << ", ";
  if (!event.type.empty()) out << "event: " << event.type << ", ";
  return out << "data: " << event.data;
}

}  // namespace
