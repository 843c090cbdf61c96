#include "crawler.hpp"

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/error.hpp>
#include <asio/ip/address_v4.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <support/awkward.hpp>
#include <support/expect.hpp>
#include <support/heap.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/world.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "lessons.hpp"

using exo44::Fetch;
using exo44::Forbidden;
using exo44::Limits;
using exo44::Malformed;
using exo44::Manners;
using exo44::Map;
using exo44::Milliseconds;
using exo44::Page;
using exo44::Url;
using workbook::awkward_exceptions;
using workbook::bytes_on_heap;
using workbook::Chaos;
using workbook::code_of;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::in_french;
using workbook::is_a;
using workbook::is_aborted;
using workbook::Moment;
using workbook::Outage;
using workbook::Outcome;
using workbook::Peer;
using workbook::receive_all;
using workbook::same_exception;
using workbook::Server;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;
using workbook::World;
using namespace std::chrono_literals;
using namespace std::string_literals;

// How a story shows them: "get returns 404", "crawl returns 7".
template <>
struct Catch::StringMaker<Page> {
  static std::string convert(const Page& page) {
    return std::to_string(page.status);
  }
};
template <>
struct Catch::StringMaker<Map> {
  static std::string convert(const Map& map) {
    return std::to_string(map.size());
  }
};

namespace {

constexpr Text the_page_is_lost{"lost", "la page est perdue"};

constexpr Text the_line_is_dead{"the line is dead", "la ligne est coupée"};

constexpr Text the_host_is_deaf{"the host is deaf", "l'hôte est sourd"};

constexpr auto no_limit = std::numeric_limits<std::size_t>::max();

Url at(std::string_view text) {
  return workbook::web::url_of("http://" + std::string(text)).value();
}

// Whether whoever awaits a page still knows that he was told to stop, when
// that has ended.
asio::awaitable<bool> knows_that_it_was_told(asio::awaitable<Page> page) {
  try {
    co_await std::move(page);
  } catch (...) {
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

// Step 1

namespace {

constexpr Text the_host{"the host", "l'hôte"};

// A host that says what the test says, and a robot that has asked it.
struct Talk {
  explicit Talk(World& world, Url url = at("relay/"),
                Milliseconds patience = 10s)
      : world(world),
        server(world, the_host),
        outcome(world.run(
            "get", exo44::get({asio::ip::address_v4::loopback(), server.port()},
                              std::move(url), patience))),
        host(server.next()) {
    EXPECT(not_a_question, somebody_asks());
  }

  bool somebody_asks() const { return host != nullptr; }

  void say(std::string_view bytes) {
    do {
      const auto sent = host->send(bytes);
      bytes.remove_prefix(sent);
      world.settle();
      if (sent == 0) break;  // nobody reads it any more
    } while (!bytes.empty());
  }
  void hang_up() {
    host->half_close();
    world.settle();
  }

  World& world;
  Server server;
  Outcome<Page> outcome;
  std::unique_ptr<Peer> host;
};

std::string answer(std::string_view first_lines, std::string_view body) {
  return "HTTP/1.1 " + std::string(first_lines) +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

const std::string two_links = "<a href=\"a\">a</a> <a href='/b#c'>b</a>";

std::vector<std::string> links(std::vector<std::string> all) { return all; }

}  // namespace

TEST_CASE("a page is asked for as HTTP wants it", "[step1]") {
  in_french("une page se demande comme HTTP le veut");
  const auto longest =
      "relay/" + std::string(workbook::web::longest_target - 1, 'x');
  for (const auto& name :
       {"relay/"s, "relay:8080/fr/?page=2"s, "10.0.0.1/a%20b"s, longest}) {
    World world;
    Talk talk(world, at(name));
    auto received = talk.host->receive();
    const auto url = at(name);
    EXPECT(not_a_question,
           received.starts_with("GET " + url.target + " HTTP/1.0\r\n"));
    EXPECT(not_a_question, received.ends_with("\r\n\r\n"));
    EXPECT(not_a_question, received.find("\r\n\r\n") + 4 == received.size());
    received = workbook::http::lower_case(received);
    EXPECT(not_a_question,
           received.find("\r\nhost: " + url.host + "\r\n") != received.npos);
    EXPECT(not_a_question,
           received.find("\r\nuser-agent: relay\r\n") != received.npos);
  }
}

TEST_CASE("a host may be slow to read the question", "[step1]") {
  in_french("un hôte peut tarder à lire la question");
  World world;
  world.faults.room = 20;
  Talk talk(world, at("relay/" + std::string(1'000, 'x')));
  const auto received = receive_all(world, *talk.host, 20);
  EXPECT(not_a_question, received.ends_with("\r\n\r\n"));
}

TEST_CASE("status and body come, however they are cut", "[step1]") {
  in_french("le code et le corps arrivent, quelle que soit la coupure");
  const std::string body = "one\r\n\r\nt\0wo\n"s;
  const auto whole = answer("404 Not Found", body);
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    World world;
    if (cut == 0) world.faults.read_at_most = 1;
    Talk talk(world);
    talk.say(whole.substr(0, cut));
    if (cut < whole.size()) EXPECT(answer_in_pieces, talk.outcome.waits());
    talk.say(whole.substr(cut));
    talk.hang_up();
    EXPECT(answer_in_pieces, talk.outcome.returned());
    EXPECT(answer_in_pieces, talk.outcome.value().status == 404);
    EXPECT(answer_in_pieces, talk.outcome.value().body == body);
  }
}

TEST_CASE("a body ends where it says, or with the connection", "[step1]") {
  in_french("un corps finit où il le dit, ou avec la connexion");
  for (const std::size_t size : {0, 1, 5'000, 100'000}) {
    const std::string body(size, 'x');
    World world;
    Talk said(world);
    said.say(answer("200 OK", body) + "more");
    EXPECT(waits_for_the_close, said.outcome.returned());
    EXPECT(waits_for_the_close, said.outcome.value().body == body);
    Talk unsaid(world);
    unsaid.say("HTTP/1.0 200 OK\r\n\r\n" + body);
    EXPECT(cut_off_is_whole, unsaid.outcome.waits());
    unsaid.hang_up();
    EXPECT(answer_in_pieces, unsaid.outcome.returned());
    EXPECT(answer_in_pieces, unsaid.outcome.value().body == body);
  }
}

TEST_CASE("links are what leads on, and nothing else", "[step1]") {
  in_french("les liens sont ce qui mène plus loin, et rien d'autre");
  const std::string location = "\r\nLocation: http://relay/new#top";
  // As they are written, also where they lead nowhere, or once more.
  const auto body = two_links + "<a href=''>a</a> <a href=a>a</a> " +
                    "<a href='mailto:ada@relay'>Ada</a>";
  const std::vector<std::string> none,
      all{"a", "/b#c", "", "a", "mailto:ada@relay"},
      one{"http://relay/new#top"}, near{"new?page=2"};
  const std::vector<std::pair<std::string, std::vector<std::string>>> answers{
      {"200 OK\r\nContent-Type: text/html", all},
      {"203 Hm\r\ncontent-type: Text/HTML; charset=utf-8" + location, all},
      {"299 Hm\r\nContent-Type: text/html", all},
      {"200 OK\r\nContent-Type: text/html-sandboxed", all},
      {"201 Made\r\nContent-Type: tEXT/html charset=utf-8", all},
      {"201 Made" + location, none},
      {"200 OK\r\nContent-Type: text/htm", none},
      {"200 OK\r\nContent-Type: application/xhtml+xml", none},
      {"199 Hm\r\nContent-Type: text/html" + location, none},
      {"200 OK", none},
      {"200 OK\r\nContent-Type: text/plain" + location, none},
      {"200 OK\r\nContent-Type: image/svg+xml; not text/html", none},
      {"404 Not Found\r\nContent-Type: text/html" + location, none},
      {"500 Oh\r\nContent-Type: text/html", none},
      {"599 Hm\r\nContent-Type: text/html", none},
      {"300 Choose\r\nContent-Type: text/html", none},
      {"300 Choose\r\nContent-Type: text/html" + location, one},
      {"301 Gone there" + location, one},
      {"302 Found\r\nLocation: new?page=2", near},
      {"308 Gone there" + location, one},
      {"399 Hm" + location, one}};
  for (const auto& [first_lines, expected] : answers) {
    World world;
    Talk talk(world);
    talk.say(answer(first_lines, body));
    EXPECT(redirect_ring, !talk.server.next());
    EXPECT(links_of_anything, talk.outcome.returned());
    EXPECT(links_of_anything, talk.outcome.value().links == expected);
    EXPECT(links_of_anything, talk.outcome.value().body == body);
  }
}

TEST_CASE("a redirect is an answer: nobody follows it", "[step1]") {
  in_french("une redirection est une réponse : personne ne la suit");
  World world;
  Talk talk(world);
  const auto to_itself =
      "http://127.0.0.1:" + std::to_string(talk.server.port());
  talk.say(answer("302 Found\r\nLocation: " + to_itself + "/", ""));
  EXPECT(redirect_ring, !talk.server.next());
  EXPECT(redirect_ring, talk.outcome.returned());
  EXPECT(redirect_ring, talk.outcome.value().status == 302);
}

TEST_CASE("what is cut off is no page", "[step1]") {
  in_french("ce qui est coupé n'est pas une page");
  const auto whole = answer("200 OK\r\nContent-Type: text/html", two_links);
  for (std::size_t cut = 0; cut < whole.size(); cut += 1 + cut / 8) {
    World world;
    Talk talk(world);
    talk.say(whole.substr(0, cut));
    EXPECT(cut_off_is_whole, talk.outcome.waits());
    talk.hang_up();
    EXPECT(waits_for_ever, !talk.outcome.waits());
    EXPECT(cut_off_is_whole, talk.outcome.threw());
    EXPECT(cut_off_is_whole, is_a<Malformed>(talk.outcome.exception()));
  }
}

TEST_CASE("what is no answer is no page", "[step1]") {
  in_french("ce qui n'est pas une réponse n'est pas une page");
  for (auto bytes : {"\r\n\r\n", "hello\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
                     "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
                     "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
                     "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello",
                     "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nhello"}) {
    World world;
    Talk talk(world);
    talk.say(bytes);
    talk.hang_up();
    EXPECT(cut_off_is_whole, is_a<Malformed>(talk.outcome.exception()));
  }
}

TEST_CASE("nobody makes it read without end", "[step1]") {
  in_french("personne ne la fait lire sans fin");
  const auto head = [](std::size_t size) {
    const auto all = "HTTP/1.0 200 OK\r\nX: \r\n\r\n"s;
    return all.substr(0, all.size() - 4) + std::string(size - all.size(), 'x') +
           "\r\n\r\n";
  };
  // Each in a World that is there when a story is told.
  const auto says = [](Talk& talk, std::string_view bytes) {
    talk.say(bytes);
    if (talk.outcome.waits()) talk.hang_up();
    return talk.outcome;
  };
  const auto unsaid =
      "HTTP/1.0 200 OK\r\n\r\n" + std::string(exo44::most_body, 'x');
  {
    World world;
    Talk talk(world);
    const auto longest_head = says(talk, head(exo44::longest_head));
    EXPECT(without_limit, longest_head.returned());
  }
  {
    World world;
    Talk talk(world);
    const auto longer_head = says(talk, head(exo44::longest_head + 1));
    EXPECT(without_limit, longer_head.threw());
    EXPECT(without_limit, is_a<Malformed>(longer_head.exception()));
  }
  {
    World world;
    Talk talk(world);
    const auto most_body_without_length = says(talk, unsaid);
    EXPECT(without_limit, most_body_without_length.returned());
  }
  {
    World world;
    Talk talk(world);
    const auto more_without_length = says(talk, unsaid + "x");
    EXPECT(without_limit, more_without_length.threw());
    EXPECT(without_limit, is_a<Malformed>(more_without_length.exception()));
  }
  {
    World world;
    Talk talk(world);
    const auto most_body_with_length =
        says(talk, answer("200 OK", std::string(exo44::most_body, 'x')));
    EXPECT(without_limit, most_body_with_length.returned());
  }
  {
    // It is sure as soon as it is announced.
    for (auto length : {"1048577", "99999999999999999999999999"}) {
      World world;
      Talk talk(world);
      talk.say("HTTP/1.1 200 OK\r\nContent-Length: "s + length + "\r\n\r\n");
      EXPECT(without_limit, is_a<Malformed>(talk.outcome.exception()));
    }
    // And where it was not announced, when the bytes are there.
    World world;
    Talk head_only(world), body_only(world);
    head_only.say("HTTP/1.0 200 OK\r\nX: " +
                  std::string(exo44::longest_head, 'x'));
    EXPECT(without_limit, is_a<Malformed>(head_only.outcome.exception()));
    body_only.say(unsaid + "xx");
    EXPECT(without_limit, is_a<Malformed>(body_only.outcome.exception()));
  }
}

TEST_CASE("after its patience, it is gone", "[step1]") {
  in_french("sa patience écoulée, elle est partie");
  const auto whole = answer("200 OK", "hello");
  for (const bool says_something : {false, true}) {
    World world;
    Talk talk(world, at("relay/"), 1'250ms);
    // A byte now and then is no reason to stay.
    for (std::size_t i = 0; says_something && i < 9; ++i) {
      world.advance(100ms);
      talk.say(whole.substr(i, 1));
    }
    world.advance(1'250ms - 1ms - (says_something ? 900ms : 0ms));
    EXPECT(waits_for_ever, talk.outcome.waits());
    world.advance(1ms);
    EXPECT(waits_for_ever, !talk.outcome.waits());
    EXPECT(waits_for_ever,
           code_of(talk.outcome.exception()) == asio::error::timed_out);
    EXPECT(connection_left, world.open_sockets() == 0);
  }
  {
    // The patience is for the page, and not for each of its parts.
    World world;
    Talk talk(world, at("relay/"), 1s);
    world.advance(600ms);
    talk.say(whole.substr(0, whole.size() - 1));
    world.advance(400ms);
    EXPECT(waits_for_ever, !talk.outcome.waits());
    EXPECT(waits_for_ever,
           code_of(talk.outcome.exception()) == asio::error::timed_out);
  }
  // Nobody takes the call; nobody reads the question; there is no patience.
  for (const auto& [hangs, patience] :
       {std::pair{true, 1s}, std::pair{false, 1s}, std::pair{false, 0s}}) {
    World world;
    world.faults.room = 20;
    Server server(world, the_host);
    if (hangs) server.hang();
    auto outcome = world.run(
        "get", exo44::get({asio::ip::address_v4::loopback(), server.port()},
                          at("relay/" + std::string(100, 'x')), patience));
    world.advance(patience);
    EXPECT(waits_for_ever, !outcome.waits());
    EXPECT(waits_for_ever,
           code_of(outcome.exception()) == asio::error::timed_out);
    EXPECT(connection_left, world.open_sockets() == 0);
  }
  // The patience is for all of it, and not for each of its parts.
  World world;
  world.faults.room = 20;
  Server server(world, the_host);
  server.hang();
  auto outcome = world.run(
      "get", exo44::get({asio::ip::address_v4::loopback(), server.port()},
                        at("relay/"), 1s));
  world.advance(450ms);
  server.accept();
  world.advance(450ms);
  auto host = server.next();
  receive_all(world, *host, 20);
  world.advance(100ms - 1ns);
  EXPECT(waits_for_ever, outcome.waits());
  world.advance(1ns);
  EXPECT(waits_for_ever,
         code_of(outcome.exception()) == asio::error::timed_out);
  EXPECT(connection_left, world.open_sockets() == 0);
}

TEST_CASE("what the connection fails with, it throws", "[step1]") {
  in_french("elle lève ce avec quoi la connexion échoue");
  {
    World world;
    Server server(world, the_host);
    server.refuse();
    auto outcome = world.run(
        "get", exo44::get({asio::ip::address_v4::loopback(), server.port()},
                          at("relay/"), 1s));
    EXPECT(waits_for_ever,
           code_of(outcome.exception()) == asio::error::connection_refused);
  }
  for (auto bytes : {"", "HTTP/1.1 2", "HTTP/1.0 200 OK\r\n\r\nhel",
                     "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhel"}) {
    World world;
    Talk talk(world);
    talk.say(bytes);
    talk.host->reset();
    world.settle();
    EXPECT(cut_off_is_whole,
           code_of(talk.outcome.exception()) == asio::error::connection_reset);
    EXPECT(connection_left, world.open_sockets() == 0);
  }
}

TEST_CASE("however it ends, its connection is closed", "[step1]") {
  in_french("quelle que soit sa fin, sa connexion est fermée");
  for (auto bytes : {"", "HTTP/1.1 2", "HTTP/1.0 200 OK\r\n\r\nhel"}) {
    World world;
    Talk talk(world);
    talk.say(bytes);
    talk.outcome.cancel();
    world.settle();
    EXPECT(connection_left, is_aborted(talk.outcome.exception()));
    EXPECT(connection_left, world.open_sockets() == 0);
  }
  {
    World world;
    Server server(world, the_host);
    auto told =
        world.run("get", knows_that_it_was_told(exo44::get(
                             {asio::ip::address_v4::loopback(), server.port()},
                             at("relay/"), 10s)));
    told.cancel();
    world.settle();
    EXPECT(order_erased, told.value());
  }
  World world;
  Talk good(world), bad(world);
  good.say(answer("200 OK", "hello"));
  bad.say("hello\r\n\r\n");
  EXPECT(connection_left, !good.outcome.waits());
  EXPECT(connection_left, !bad.outcome.waits());
  EXPECT(connection_left, world.open_sockets() == 0);
}

TEST_CASE("each of its I/O calls may fail: step 1", "[step1]") {
  in_french("chacun de ses appels peut échouer : étape 1");
  for_each_failing_call([](World& world) {
    world.faults.read_at_most = 30;
    Server server(world, the_host);
    auto outcome = world.run(
        "get", exo44::get({asio::ip::address_v4::loopback(), server.port()},
                          at("relay/"), 10s));
    if (const auto host = server.next()) {
      host->send(answer("200 OK\r\nContent-Type: text/html", two_links));
      world.settle();
    }
    EXPECT(connection_left, !outcome.waits());
    EXPECT(connection_left, world.open_sockets() == 0);
    if (outcome.returned())
      EXPECT(cut_off_is_whole, outcome.value().body == two_links);
  });
}

// Step 2

namespace {

// A web in the hand of the test. A page of which nothing is known is 404.
class Web {
 public:
  explicit Web(World& world) : world(world) {}

  // The page has these links; more of them, if it has some already.
  void link(std::string_view page, std::vector<std::string> to) {
    auto& all = pages_[at(page)];
    for (auto& link : to) all.push_back(std::move(link));
  }

  // The page is on its way until let() is called for it.
  void hold(std::string_view page) { held_.emplace(at(page), never()); }
  void let(std::string_view page) {
    held_.at(at(page)).expires_at(asio::steady_timer::time_point::min());
  }

  // What a page gives and how long it takes, if the test wants it otherwise.
  std::function<Page(const Url&)> gives;
  std::function<Milliseconds(const Url&)> takes;
  // From now on, who is told to stop takes so long for that.
  Milliseconds lingers{0};
  // And the page comes all the same.
  bool stubborn = false;
  // Or it says so in words of its own.
  std::exception_ptr last_words;

  // The fetch to hand to the learner. It may outlive the test's interest in it,
  // and not the Web.
  Fetch fetch() {
    return [this](Url url) {
      ++called;
      return serve(std::move(url));
    };
  }

  struct Asked {
    std::string page;  // "relay/fr/"
    Moment when;
  };
  std::vector<Asked> asked;
  std::size_t called = 0, under_way = 0, most = 0, cancelled = 0;
  std::map<std::string, std::size_t> under_way_at, most_at;

  std::size_t times(std::string_view page) const {
    return static_cast<std::size_t>(
        std::count_if(asked.begin(), asked.end(),
                      [&](const Asked& one) { return one.page == page; }));
  }
  std::vector<std::string> pages_asked() const {
    std::vector<std::string> all;
    for (const auto& one : asked) all.push_back(one.page);
    return all;
  }
  std::vector<Moment> moments_at(std::string_view host) const {
    std::vector<Moment> all;
    for (const auto& one : asked)
      if (one.page.starts_with(std::string(host) + "/"))
        all.push_back(one.when);
    return all;
  }

  World& world;

 private:
  asio::steady_timer never() {
    return asio::steady_timer(world.context,
                              asio::steady_timer::time_point::max());
  }

  // Counted from the beginning of a fetch to its end.
  struct Stay {
    Stay(Web& web, std::string host) : web(web), host(std::move(host)) {
      web.most = std::max(web.most, ++web.under_way);
      auto& here = web.under_way_at[this->host];
      web.most_at[this->host] = std::max(web.most_at[this->host], ++here);
    }
    ~Stay() {
      --web.under_way;
      --web.under_way_at[host];
    }
    Web& web;
    const std::string host;
  };

  // Gives true if the page comes although it was told to stop.
  asio::awaitable<bool> pass(asio::steady_timer& timer, std::string name) {
    asio::error_code ignored;
    co_await timer.async_wait(
        asio::redirect_error(asio::use_awaitable, ignored));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) co_return false;
    ++cancelled;
    world.story.tell(name, workbook::happens::cancelled);
    if (lingers > 0ms) {
      co_await asio::this_coro::throw_if_cancelled(false);
      asio::steady_timer goodbye(world.context, lingers);
      // Told again, it takes no less time.
      while (goodbye.expiry() > asio::steady_timer::clock_type::now())
        co_await goodbye.async_wait(
            asio::redirect_error(asio::use_awaitable, ignored));
      co_await asio::this_coro::throw_if_cancelled(true);
    }
    if (stubborn) co_return true;
    world.story.tell(name, workbook::happens::stopped);
    if (last_words) std::rethrow_exception(last_words);
    throw std::system_error(asio::error::operation_aborted);
  }

  asio::awaitable<Page> serve(Url url) {
    const auto whole_name = url.host + url.target;
    asked.push_back({whole_name, world.now()});
    // A story has short names, or nobody reads it.
    const auto name =
        whole_name.size() < 40 ? whole_name : whole_name.substr(0, 20) + "...";
    world.story.tell(name, workbook::happens::asked);
    const Stay stay(*this, url.host);
    const auto held = held_.find(url);
    if (held != held_.end()) {
      bool there = false;
      while (!there &&
             held->second.expiry() != asio::steady_timer::time_point::min())
        there = co_await pass(held->second, name);
    } else if (takes && takes(url) > 0ms) {
      asio::steady_timer way(world.context, takes(url));
      co_await pass(way, name);
    }
    Page page;
    if (gives) {
      page = gives(url);
    } else if (const auto known = pages_.find(url); known != pages_.end()) {
      page.links = known->second;
    } else {
      page.status = 404;
    }
    world.story.tell(name, workbook::happens::answers,
                     std::to_string(page.status));
    co_return page;
  }

  std::map<Url, std::vector<std::string>> pages_;
  std::map<Url, asio::steady_timer> held_;
};

// A crawl that begins at relay/.
Outcome<Map> crawl(World& world, Web& web, Limits limits = {}) {
  return world.run("crawl", exo44::crawl(at("relay/"), web.fetch(), limits));
}

// The map with the depths: "0 relay/, 1 relay/a".
std::string depths(const Map& map) {
  std::string all;
  for (const auto& [url, visit] : map)
    all += (all.empty() ? "" : ", ") + std::to_string(visit.depth) + " " +
           url.host + url.target;
  return all;
}

}  // namespace

TEST_CASE("each page is fetched once, whatever it is called", "[step2]") {
  in_french("chaque page est demandée une fois, quel que soit son nom");
  World world;
  Web web(world);
  web.hold("relay/a");
  web.hold("relay/b");
  web.link("relay/", {"a", "a", "#top", "/", "./", "http://Relay:80", "/a#1",
                      "/%61", "x/../a", "b", "//relay/b", "mailto:ada@relay",
                      "https://relay/", "%zz"});
  web.link("relay/a", {"b", "a", "c", "/"});
  web.link("relay/b", {"a", "c", "?"});
  auto outcome = crawl(world, web);
  EXPECT(beyond_the_limits, web.times("relay/") > 0);
  EXPECT(same_page_twice, web.times("relay/") == 1);
  EXPECT(links_left_out, web.times("relay/a") > 0);
  EXPECT(same_page_twice, web.times("relay/a") == 1);
  // Who fetches one after the other has not got to it.
  EXPECT(level_by_level, web.times("relay/b") > 0);
  EXPECT(same_page_twice, web.times("relay/b") == 1);
  EXPECT(leaves_while_fetching, outcome.waits());
  web.let("relay/b");
  world.settle();
  web.let("relay/a");
  world.settle();
  EXPECT(never_ends, outcome.returned());
  for (auto page : {"relay/", "relay/a", "relay/b", "relay/c"})
    EXPECT(same_page_twice, web.times(page) == 1);
  EXPECT(same_page_twice, outcome.value().size() == web.asked.size());
}

TEST_CASE("what has a similar name is another page", "[step2]") {
  in_french("ce qui porte un nom semblable est une autre page");
  World world;
  Web web(world);
  const std::vector<std::string> pages{"relay/a",
                                       "relay/A",
                                       "relay/a/",
                                       "relay/a?",
                                       "relay/a?page=1",
                                       "relay/a?page=2",
                                       "relay/a/index.html",
                                       "relay/a.pdf",
                                       "relay/robots.txt",
                                       "relay:81/a",
                                       "www.relay/a",
                                       "relay/" + std::string(2'000, 'a')};
  for (const auto& page : pages) web.link("relay/", {"//" + page});
  auto outcome = crawl(world, web);
  EXPECT(never_ends, outcome.returned());
  for (const auto& page : pages) EXPECT(links_left_out, web.times(page) == 1);
  EXPECT(links_left_out, outcome.value().size() == 1 + pages.size());
}

TEST_CASE("a page leads where its links lead", "[step2]") {
  in_french("une page mène où mènent ses liens");
  // Whatever its status; and what cannot be read stops nothing behind it.
  for (const int status : {200, 204, 301, 404, 500}) {
    World world;
    Web web(world);
    web.gives = [&](const Url& url) -> Page {
      if (url.target == "/") return {200, {"fr/a?page=2"}, ""};
      if (url.target != "/fr/a?page=2") return {};
      return {status,
              {"mailto:ada@relay", "%zz", "b", "https://relay/", "../c"},
              ""};
    };
    auto outcome = crawl(world, web);
    EXPECT(never_ends, outcome.returned());
    EXPECT(links_left_out, web.times("relay/fr/b") == 1);
    EXPECT(links_left_out, web.times("relay/c") == 1);
    EXPECT(links_left_out, web.asked.size() == 4);
  }
}

TEST_CASE("a page that failed is not fetched again", "[step2]") {
  in_french("une page qui a échoué n'est pas redemandée");
  World world;
  Web web(world);
  web.gives = [&](const Url& url) -> Page {
    if (url.target == "/a") throw std::runtime_error(the_line_is_dead);
    if (url.target == "/b") return {503, {}, ""};
    return {200, {"a", "b", "c"}, ""};
  };
  web.takes = [](const Url& url) { return url.target == "/c" ? 1s : 0s; };
  auto outcome = crawl(world, web);
  world.advance(1s);
  EXPECT(bad_page_ends_all, outcome.returned());
  for (auto page : {"relay/a", "relay/b", "relay/c"})
    EXPECT(same_page_twice, web.times(page) == 1);
}

TEST_CASE("what is found is fetched at once", "[step2]") {
  in_french("ce qui est trouvé est demandé aussitôt");
  World world;
  Web web(world);
  for (auto page : {"relay/a", "relay/b", "relay/b/1", "relay/b/1/2"})
    web.hold(page);
  web.link("relay/", {"/a", "/b"});
  web.link("relay/b", {"/b/1", "/b/2"});
  web.link("relay/b/1", {"/b/1/2", "/a"});
  auto outcome = crawl(world, web);
  EXPECT(level_by_level, web.under_way == 2);
  web.let("relay/b");
  world.settle();
  EXPECT(level_by_level, web.times("relay/b/1") == 1);
  EXPECT(level_by_level, web.times("relay/b/2") == 1);
  web.let("relay/b/1");
  world.settle();
  EXPECT(level_by_level, web.times("relay/b/1/2") == 1);
  EXPECT(leaves_while_fetching, outcome.waits());
  web.let("relay/b/1/2");
  world.settle();
  EXPECT(leaves_while_fetching, outcome.waits());
  web.let("relay/a");
  world.settle();
  EXPECT(never_ends, outcome.returned());
}

TEST_CASE("as many as are found are under way", "[step2]") {
  in_french("autant qu'on en trouve sont en route");
  World world;
  Web web(world);
  std::vector<std::string> all;
  for (int i = 0; i < 1'500; ++i) {
    all.push_back("/" + std::to_string(i));
    web.hold("relay" + all.back());
  }
  web.link("relay/", all);
  // Who sets no limit gets all.
  auto outcome = crawl(world, web, {no_limit, no_limit});
  EXPECT(beyond_the_limits, !outcome.threw());
  EXPECT(level_by_level, web.under_way == all.size());
  for (const auto& page : all) web.let("relay" + page);
  world.settle();
  EXPECT(never_ends, outcome.returned());
}

TEST_CASE("the shortest way counts, whoever was faster", "[step2]") {
  in_french("le plus court chemin compte, qui que soit le plus rapide");
  // From the start to x: by way of the slow page, or of a and b.
  const auto put = [](Web& web) {
    web.hold("relay/slow");
    web.link("relay/", {"slow", "a"});
    web.link("relay/slow", {"x"});
    web.link("relay/a", {"b"});
    web.link("relay/b", {"x"});
    web.link("relay/x", {"y", "/"});
    web.link("relay/y", {"z"});
    web.link("relay/z", {"end", "a"});
    web.link("relay/end", {"relay/far"});
  };
  {
    World world;
    Web web(world);
    put(web);
    auto outcome = crawl(world, web);
    web.let("relay/slow");
    world.settle();
    EXPECT(never_ends, outcome.returned());
    const auto expected =
        "0 relay/, 1 relay/a, 2 relay/b, 5 relay/end, 6 relay/relay/far, "
        "1 relay/slow, 2 relay/x, 3 relay/y, 4 relay/z"s;
    EXPECT(longer_way, depths(outcome.value()) == expected);
  }
  // And what was too far away may be near enough.
  for (const std::size_t depth : {2, 3, 4, 5}) {
    World world;
    Web web(world);
    put(web);
    auto outcome = crawl(world, web, {100, depth});
    web.let("relay/slow");
    world.settle();
    EXPECT(never_ends, outcome.returned());
    const std::vector<std::pair<std::string_view, std::size_t>> pages{
        {"relay/x", 2}, {"relay/y", 3}, {"relay/z", 4}, {"relay/end", 5}};
    for (const auto& [page, length] : pages) {
      if (length > depth) {
        EXPECT(beyond_the_limits, web.times(page) == 0);
      } else {
        EXPECT(longer_way, web.times(page) == 1);
        EXPECT(longer_way, outcome.value().at(at(page)).depth == length);
      }
    }
    EXPECT(beyond_the_limits, outcome.value().size() == web.asked.size());
  }
}

TEST_CASE("a page may come nearer more than once", "[step2]") {
  in_french("une page peut se rapprocher plus d'une fois");
  // Several ways to x, one shorter than the other: one after another, or all
  // of them together.
  for (const bool together : {false, true}) {
    World world;
    Web web(world);
    for (auto page : {"relay/1", "relay/2", "relay/3"}) web.hold(page);
    web.gives = [&](const Url& url) -> Page {
      const auto& page = url.target;
      if (page == "/") return {200, {"a", "1"}, ""};
      if (page == "/a") return {200, {"b", "2"}, ""};
      if (page == "/b") return {200, {"c", "3"}, ""};
      if (page == "/x") return {404, {"y"}, ""};
      if (page == "/y") return {};
      if (page == "/d" && together) return {};
      return {200, {page == "/c" ? "d" : "x"}, ""};
    };
    auto outcome = crawl(world, web);
    for (auto page : {"relay/3", "relay/2", "relay/1"}) {
      web.let(page);
      if (!together) world.settle();
    }
    world.settle();
    EXPECT(never_ends, outcome.returned());
    EXPECT(same_page_twice, web.times("relay/x") == 1);
    EXPECT(longer_way, outcome.value().at(at("relay/x")).depth == 2);
    EXPECT(longer_way, outcome.value().at(at("relay/y")).depth == 3);
  }
}

TEST_CASE("who comes nearer brings what was known nearer, too", "[step2]") {
  in_french("qui se rapproche rapproche aussi ce qui était connu");
  // There is a place for more, or for none more.
  for (const std::size_t pages : {100, 7}) {
    World world;
    Web web(world);
    web.hold("relay/slow");
    web.link("relay/", {"slow", "a"});
    web.link("relay/a", {"b"});
    web.link("relay/b", {"c"});
    web.link("relay/c", {"x", "r"});
    web.link("relay/x", {});
    web.link("relay/r", {"x"});  // x is known already, and nearer than that
    web.link("relay/slow", {"r"});
    auto outcome = crawl(world, web, {pages, 10});
    web.let("relay/slow");
    world.settle();
    EXPECT(never_ends, outcome.returned());
    EXPECT(longer_way, outcome.value().at(at("relay/r")).depth == 2);
    EXPECT(longer_way, outcome.value().at(at("relay/x")).depth == 3);
  }
}

TEST_CASE("a page that failed may come nearer, too", "[step2]") {
  in_french("une page qui a échoué peut aussi se rapprocher");
  World world;
  Web web(world);
  web.hold("relay/slow");
  web.gives = [](const Url& url) -> Page {
    if (url.target == "/bad") throw std::runtime_error(the_page_is_lost);
    if (url.target == "/") return {200, {"slow", "a"}, ""};
    return {200, {url.target == "/a" ? "b" : "bad"}, ""};
  };
  auto outcome = crawl(world, web);
  EXPECT(same_page_twice, web.times("relay/bad") == 1);
  web.let("relay/slow");
  world.settle();
  EXPECT(never_ends, outcome.returned());
  EXPECT(same_page_twice, web.times("relay/bad") == 1);
  EXPECT(longer_way, outcome.value().at(at("relay/bad")).depth == 2);
}

TEST_CASE("who comes nearer brings no more than there are places", "[step2]") {
  in_french("qui se rapproche n'amène pas plus qu'il n'y a de places");
  for (const std::size_t pages : {5, 6, 7, 8}) {
    World world;
    Web web(world);
    web.hold("relay/slow");
    web.link("relay/", {"slow", "a"});
    web.link("relay/slow", {"x"});
    web.link("relay/a", {"b"});
    web.link("relay/b", {"x"});
    web.link("relay/x", {"1", "2"});
    auto outcome = crawl(world, web, {pages, 3});
    web.let("relay/slow");
    world.settle();
    EXPECT(never_ends, outcome.returned());
    EXPECT(longer_way, outcome.value().at(at("relay/x")).depth == 2);
    EXPECT(frontier_without_bound, web.asked.size() <= pages);
    EXPECT(beyond_the_limits,
           outcome.value().size() == std::min<std::size_t>(pages, 7));
  }
}

TEST_CASE("a way may be long", "[step2]") {
  in_french("un chemin peut être long");
  // A thousand pages in a row; when they have come, a shorter way is found.
  World world;
  Web web(world);
  web.hold("relay/slow");
  web.gives = [](const Url& url) -> Page {
    if (url.target == "/") return {200, {"/slow", "/a"}, ""};
    if (url.target == "/a") return {200, {"/1"}, ""};
    if (url.target == "/slow") return {200, {"/2"}, ""};
    return {
        200, {"/" + std::to_string(std::stoi(url.target.substr(1)) + 1)}, ""};
  };
  auto outcome = crawl(world, web, {1'000, 10'000});
  EXPECT(leaves_while_fetching, outcome.waits());
  web.let("relay/slow");
  world.settle();
  EXPECT(never_ends, outcome.returned());
  EXPECT(longer_way, outcome.value().at(at("relay/997")).depth == 997);
}

TEST_CASE("all up to the depth, and none beyond", "[step2]") {
  in_french("tout jusqu'à la profondeur, et rien au-delà");
  for (const std::size_t depth : {0, 1, 2, 3}) {
    World world;
    Web web(world);
    web.link("relay/", {"1", "1b"});
    web.link("relay/1", {"2", "//other/"});
    web.link("relay/2", {"3"});
    web.link("relay/3", {"4"});
    web.link("other/", {"/3", "//relay/3"});
    auto outcome = crawl(world, web, {1'000, depth});
    EXPECT(never_ends, outcome.returned());
    for (const auto& [url, visit] : outcome.value())
      EXPECT(beyond_the_limits, visit.depth <= depth);
    EXPECT(beyond_the_limits,
           web.asked.size() == std::vector<std::size_t>{1, 3, 5, 7}[depth]);
    EXPECT(beyond_the_limits, outcome.value().size() == web.asked.size());
  }
}

TEST_CASE("rings of redirects and endless calendars end", "[step2]") {
  in_french("les cercles de redirections et les agendas sans fin finissent");
  {
    World world;
    Web web(world);
    web.gives = [](const Url& url) -> Page {
      return {302, {url.target == "/" ? "/a" : "/"}, ""};
    };
    auto outcome = crawl(world, web);
    EXPECT(same_page_twice, web.asked.size() == 2);
    EXPECT(never_ends, outcome.returned());
    EXPECT(bad_page_ends_all, outcome.value().at(at("relay/a")).status == 302);
  }
  for (const std::size_t pages : {1, 2, 17, 300}) {
    World world;
    Web web(world);
    int day = 0;
    web.takes = [&](const Url&) { return Milliseconds(++day % 3); };
    web.gives = [&](const Url& url) -> Page {
      // A page that fails has its place all the same.
      if (url.target.ends_with("a")) throw std::runtime_error(the_page_is_lost);
      const auto next = std::to_string(++day);
      return {200,
              {"/day/" + next, "//host" + next + "/", "/day/" + next + "a"},
              ""};
    };
    auto outcome = crawl(world, web, {pages, 1'000'000});
    world.advance(1min);
    EXPECT(frontier_without_bound, web.asked.size() <= pages);
    EXPECT(never_ends, outcome.returned());
    EXPECT(beyond_the_limits, web.asked.size() == pages);
    EXPECT(beyond_the_limits, outcome.value().size() == pages);
  }
}

TEST_CASE("what has no place is not kept", "[step2]") {
  in_french("ce qui n'a pas de place n'est pas gardé");
  World world;
  Web web(world);
  // Each page has 200 links that no other one has.
  constexpr std::size_t each = 200, size = 300, pages = 60;
  std::size_t asked = 0, day = 0, most = 0;
  // One after another: who hands pages on may have several in his hands.
  web.takes = [&](const Url&) { return Milliseconds(++asked); };
  const auto before = bytes_on_heap();
  web.gives = [&](const Url&) {
    Page page;
    for (std::size_t i = 0; i < each; ++i)
      page.links.push_back("/" + std::to_string(++day) +
                           std::string(size, 'x'));
    most = std::max(most, bytes_on_heap());
    return page;
  };
  auto outcome = crawl(world, web, {pages, 1'000'000});
  world.advance(1h);
  EXPECT(never_ends, outcome.returned());
  EXPECT(frontier_without_bound, web.asked.size() == pages);
  // The pages that it knows, and what came last; all would be 3.6 MB.
  EXPECT(frontier_without_bound, most < before + 1'000'000);
}

TEST_CASE("a bad page is reported, and stops nobody", "[step2]") {
  in_french("une mauvaise page est signalée, et n'arrête personne");
  for (const auto& thrown : awkward_exceptions(the_line_is_dead))
    for (const bool at_once : {false, true}) {
      World world;
      Web web(world);
      web.hold("relay/late");
      web.link("relay/", {"bad", "good", "late", "gone"});
      web.link("relay/good", {"better"});
      web.link("relay/late", {"last"});
      web.link("relay/better", {});
      web.link("relay/last", {});
      const auto fetch = [&](Url url) -> asio::awaitable<Page> {
        // Thrown by the call, or by the coroutine.
        if (at_once && url.target == "/bad") std::rethrow_exception(thrown);
        return web.fetch()(std::move(url));
      };
      web.takes = [](const Url& url) {
        return url.target == "/better" ? 1ms : 0ms;
      };
      std::function<asio::awaitable<Page>(Url)> throwing =
          [&](Url) -> asio::awaitable<Page> {
        std::rethrow_exception(thrown);
        co_return Page();
      };
      auto outcome = world.run(
          "crawl", exo44::crawl(at("relay/"),
                                [&](Url url) {
                                  if (!at_once && url.target == "/bad")
                                    return throwing(std::move(url));
                                  return fetch(std::move(url));
                                },
                                {}));
      EXPECT(bad_page_ends_all, outcome.waits());
      world.advance(1ms);
      EXPECT(bad_page_ends_all, web.times("relay/better") == 1);
      web.let("relay/late");
      world.settle();
      EXPECT(bad_page_ends_all, outcome.returned());
      const auto& map = outcome.value();
      EXPECT(bad_page_ends_all, map.size() == 7);
      const auto& bad = map.at(at("relay/bad"));
      EXPECT(bad_page_ends_all, same_exception(bad.failure, thrown));
      EXPECT(bad_page_ends_all, bad.status == 0);
      EXPECT(bad_page_ends_all, map.at(at("relay/gone")).status == 404);
      EXPECT(bad_page_ends_all, !map.at(at("relay/gone")).failure);
      EXPECT(bad_page_ends_all, map.at(at("relay/last")).status == 200);
      EXPECT(bad_page_ends_all, !map.at(at("relay/last")).failure);
    }
}

TEST_CASE("a page may fail as if somebody had been told to stop", "[step2]") {
  in_french("une page peut échouer comme si on l'avait annulée");
  World world;
  Web web(world);
  web.gives = [](const Url& url) -> Page {
    if (url.target == "/bad") throw Outage(the_line_is_dead);
    if (url.target == "/") return {200, {"bad", "good"}, ""};
    return {};
  };
  auto outcome = crawl(world, web);
  EXPECT(bad_page_ends_all, outcome.returned());
  EXPECT(bad_page_ends_all, outcome.value().size() == 3);
  EXPECT(bad_page_ends_all,
         is_a<Outage>(outcome.value().at(at("relay/bad")).failure));
}

TEST_CASE("a start that is bad is a map of one page", "[step2]") {
  in_french("un départ qui est mauvais fait un plan d'une page");
  for (const auto& thrown : awkward_exceptions(the_line_is_dead)) {
    World world;
    Web web(world);
    web.gives = [&](const Url&) -> Page { std::rethrow_exception(thrown); };
    auto outcome = crawl(world, web);
    EXPECT(never_ends, !outcome.waits());
    EXPECT(bad_page_ends_all, outcome.returned());
    EXPECT(bad_page_ends_all, outcome.value().size() == 1);
    EXPECT(bad_page_ends_all,
           same_exception(outcome.value().at(at("relay/")).failure, thrown));
  }
}

TEST_CASE("it ends with the last page, and not before", "[step2]") {
  in_french("il finit avec la dernière page, et pas avant");
  // The last one under way is the one that has links, again and again.
  World world;
  Web web(world);
  web.takes = [](const Url&) { return 10ms; };
  web.gives = [](const Url& url) -> Page {
    const auto length = url.target.size();
    if (length == 20) return {};
    return {200, {url.target + "a", "/"}, ""};
  };
  auto outcome = crawl(world, web, {1'000, 100});
  world.advance(200ms - 1ns);
  EXPECT(leaves_while_fetching, outcome.waits());
  world.advance(1ns);
  EXPECT(never_ends, outcome.returned());
  EXPECT(leaves_while_fetching, outcome.value().size() == 20);
  const auto before = world.now();
  world.settle();
  EXPECT(never_ends, world.now() == before);
}

TEST_CASE("cancelled, it leaves no fetch behind", "[step2]") {
  in_french("annulé, il ne laisse aucune demande derrière lui");
  for (const auto lingers : {0ms, 50ms}) {
    World world;
    Web web(world);
    web.lingers = lingers;
    for (auto page : {"relay/a", "relay/b", "relay/c"}) web.hold(page);
    web.takes = [](const Url& url) { return url.target == "/" ? 10ms : 0ms; };
    web.link("relay/", {"a", "b", "c"});
    web.link("relay/a", {"never"});
    auto outcome = crawl(world, web);
    world.advance(10ms);
    EXPECT(level_by_level, web.under_way == 3);
    outcome.cancel();
    // It comes when it is too late.
    web.let("relay/a");
    world.settle();
    EXPECT(fetches_left_behind, outcome.waits() == (web.under_way > 0));
    EXPECT(fetches_left_behind, web.cancelled >= 2);
    world.advance(lingers);
    EXPECT(fetches_left_behind, web.under_way == 0);
    EXPECT(fetches_left_behind, is_aborted(outcome.exception()));
    EXPECT(fetches_left_behind, web.times("relay/never") == 0);
  }
  {
    // The last page comes all the same: the map is whole, and not wanted.
    World world;
    Web web(world);
    web.stubborn = true;
    web.hold("relay/");
    auto outcome = crawl(world, web);
    outcome.cancel();
    web.let("relay/");
    world.settle();
    EXPECT(never_ends, !outcome.waits());
    EXPECT(fetches_left_behind, is_aborted(outcome.exception()));
  }
  {
    World world;
    Web web(world);
    auto outcome = world.start_cancelled(
        "crawl", exo44::crawl(at("relay/"), web.fetch(), {}));
    world.settle();
    EXPECT(fetches_left_behind, is_aborted(outcome.exception()));
    EXPECT(fetches_left_behind, web.asked.empty());
  }
}

TEST_CASE("told twice to stop, it waits for its fetches all the same",
          "[step2]") {
  in_french("averti deux fois, il attend quand même ses demandes");
  World world;
  Web web(world);
  web.lingers = 50ms;
  web.hold("relay/");
  auto outcome = crawl(world, web);
  for (int i = 0; i < 2; ++i) {
    outcome.cancel();
    world.settle();
    EXPECT(fetches_left_behind, outcome.waits());
  }
  world.advance(50ms);
  EXPECT(fetches_left_behind, web.under_way == 0);
  EXPECT(fetches_left_behind, is_aborted(outcome.exception()));
}

TEST_CASE("at whatever moment it is cancelled", "[step2]") {
  in_french("à quelque moment qu'il soit annulé");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Web web(world);
    web.link("relay/", {"a", "b"});
    web.link("relay/a", {"c", "b"});
    web.hold("relay/");
    web.hold("relay/b");
    auto outcome = crawl(world, web);
    web.let("relay/");
    more = static_cast<Stage&>(world).turn(turns) == turns;
    outcome.cancel();
    world.settle();
    EXPECT(fetches_left_behind, web.under_way == 0);
    EXPECT(fetches_left_behind, is_aborted(outcome.exception()));
  }
}

TEST_CASE("a web of chance, two hundred times", "[step2]") {
  in_french("une toile au hasard, deux cents fois");
  for_each_seed(200, [](World& world, Chaos& chaos) {
    Web web(world);
    const auto size = 2 + chaos.below(30);
    std::vector<std::vector<std::size_t>> to(size);
    for (auto& links : to)
      for (auto i = chaos.below(4); i > 0; --i)
        links.push_back(chaos.below(size));
    const auto name = [](std::size_t page) {
      return "//host" + std::to_string(page % 3) + "/" + std::to_string(page);
    };
    const auto number = [](const Url& url) {
      return static_cast<std::size_t>(std::stoi(url.target.substr(1)));
    };
    std::set<std::size_t> bad;
    if (chaos.one_in(2))
      for (auto i = chaos.below(5); i > 0; --i) bad.insert(chaos.below(size));
    web.takes = [&](const Url&) { return Milliseconds(chaos.below(50)); };
    web.gives = [&](const Url& url) {
      if (bad.contains(number(url))) throw std::runtime_error(the_page_is_lost);
      Page page;
      for (const auto link : to[number(url)]) page.links.push_back(name(link));
      return page;
    };
    const auto depth = chaos.below(6);
    // The map, as one who sees all of it at once would draw it.
    std::map<std::size_t, std::size_t> expected{{0, 0}};
    for (std::size_t length = 0; length < depth; ++length)
      for (const auto& [page, far] : std::map(expected))
        if (far == length && !bad.contains(page))
          for (const auto link : to[page]) expected.emplace(link, length + 1);
    auto outcome = world.run(
        "crawl", exo44::crawl(at("host0/0"), web.fetch(), {1'000, depth}));
    world.advance(1min);
    EXPECT(never_ends, outcome.returned());
    const auto& map = outcome.value();
    EXPECT(longer_way, map.size() == expected.size());
    for (const auto& [url, visit] : map) {
      EXPECT(same_page_twice, web.times(url.host + url.target) == 1);
      EXPECT(longer_way, visit.depth == expected.at(number(url)));
      EXPECT(bad_page_ends_all, !visit.failure == !bad.contains(number(url)));
    }
  });
}

// Step 3

namespace {

// Many fetches of one polite robot.
struct Visits {
  Visits(Web& web, Manners manners)
      : world(web.world), fetch(exo44::politely(web.fetch(), manners)) {}

  void ask(std::string page) {
    all.push_back(world.start("fetch " + page, fetch(at(page))));
  }
  void ask_all(std::vector<std::string> pages) {
    for (auto& page : pages) ask(std::move(page));
    world.settle();
  }
  bool all_ended() const {
    return std::none_of(all.begin(), all.end(),
                        [](const auto& one) { return one.waits(); });
  }

  World& world;
  Fetch fetch;
  std::vector<Outcome<Page>> all;
};

std::vector<std::string> pages_of(std::string host, std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 1; i <= count; ++i)
    all.push_back(host + "/" + std::to_string(i));
  return all;
}

}  // namespace

TEST_CASE("never too many, at a host and in all", "[step3]") {
  in_french("jamais trop, chez un hôte et en tout");
  for (const std::size_t in_flight :
       {std::size_t{1}, std::size_t{2}, std::size_t{17}, no_limit})
    for (const std::size_t per_host :
         {std::size_t{1}, std::size_t{2}, std::size_t{17}, no_limit}) {
      World world;
      Web web(world);
      web.takes = [](const Url& url) {
        return Milliseconds(10 + url.target.size() % 3);
      };
      Visits visits(web, {in_flight, per_host, 0ms});
      for (auto host : {"a", "b", "c"}) visits.ask_all(pages_of(host, 25));
      const auto expected =
          std::min(in_flight, 3 * std::min<std::size_t>(per_host, 25));
      EXPECT(too_many, web.under_way <= expected);
      EXPECT(busy_host_blocks_others, web.under_way == expected);
      world.advance(1h);
      EXPECT(too_many, web.most <= in_flight);
      for (auto host : {"a", "b", "c"})
        EXPECT(too_many, web.most_at[host] <= per_host);
      EXPECT(lost_in_the_queue, visits.all_ended());
      EXPECT(lost_in_the_queue, web.asked.size() == 75);
    }
}

TEST_CASE("a busy host holds up nobody else", "[step3]") {
  in_french("un hôte occupé ne retient personne d'autre");
  World world;
  Web web(world);
  web.hold("relay:81/1");
  Visits visits(web, {2, 1, 0ms});
  visits.ask_all(pages_of("relay:81", 20));
  EXPECT(too_many, web.under_way == 1);
  // Another port is another host, and so is another name.
  visits.ask_all(pages_of("relay:82", 5));
  visits.ask_all(pages_of("www.relay:81", 5));
  EXPECT(busy_host_blocks_others, web.asked.size() == 11);
  for (std::size_t i = 20; i < 30; ++i)
    EXPECT(busy_host_blocks_others, visits.all[i].returned());
  web.let("relay:81/1");
  world.settle();
  EXPECT(lost_in_the_queue, visits.all_ended());
}

TEST_CASE("at one host, the delay is kept to the millisecond", "[step3]") {
  in_french("chez un hôte, le délai est tenu à la milliseconde près");
  for (const std::size_t per_host : {1, 3})
    for (const auto takes : {0ms, 30ms, 250ms}) {
      World world;
      Web web(world);
      web.takes = [&](const Url&) { return takes; };
      Visits visits(web, {10, per_host, 100ms});
      visits.ask_all(pages_of("a", 6));
      visits.ask_all(pages_of("b", 3));
      world.advance(1h);
      const auto every = std::max<Moment>(100ms, per_host == 1 ? takes : 0ms);
      const auto moments = web.moments_at("a");
      EXPECT(lost_in_the_queue, moments.size() == 6);
      for (std::size_t i = 1; i < moments.size(); ++i) {
        EXPECT(too_soon, moments[i] - moments[i - 1] >= 100ms);
        EXPECT(busy_host_blocks_others, moments[i] - moments[i - 1] == every);
      }
      EXPECT(busy_host_blocks_others, web.moments_at("b").front() == 0ms);
      EXPECT(busy_host_blocks_others, web.moments_at("b").at(2) == 2 * every);
      // After a rest, the first one need not wait; the second one must.
      web.asked.clear();
      visits.ask_all(pages_of("a", 2));
      EXPECT(busy_host_blocks_others, !web.asked.empty());
      EXPECT(too_soon, web.asked.size() == 1);
      world.advance(100ms - 1ns);
      EXPECT(too_soon, web.asked.size() == 1);
      world.advance(10s);
      EXPECT(lost_in_the_queue, visits.all_ended());
      // Nor need one that comes late enough, nor may one that comes too soon.
      web.asked.clear();
      visits.ask_all({"a/x"});
      world.advance(60ms);
      visits.ask_all({"a/y"});
      EXPECT(too_soon, web.asked.size() == 1);
      world.advance(10s);
      EXPECT(busy_host_blocks_others,
             web.moments_at("a").back() - web.moments_at("a").front() == every);
    }
}

TEST_CASE("the delay is over when it is over, whenever one came", "[step3]") {
  in_french("le délai finit quand il finit, à quelque moment que l'on vienne");
  for (const Milliseconds delay : {Milliseconds(93), Milliseconds(2h)})
    for (const auto after : std::vector<Moment>{0us, 1us, 333us, 92ms}) {
      World world;
      Web web(world);
      Visits visits(web, {10, 10, delay});
      visits.ask_all({"a/1"});
      world.advance(after);
      visits.ask_all({"a/robots.txt"});
      world.advance(delay - after - 1us);
      EXPECT(too_soon, web.asked.size() == 1);
      world.advance(1us);
      EXPECT(busy_host_blocks_others, web.asked.size() == 2);
    }
}

TEST_CASE("who waits for the delay takes no place", "[step3]") {
  in_french("qui attend le délai ne prend pas de place");
  World world;
  Web web(world);
  web.hold("free/1");
  Visits visits(web, {1, 1, 1s});
  visits.ask_all({"slow/1", "slow/2", "slow/3", "free/1"});
  EXPECT(busy_host_blocks_others, web.times("free/1") == 1);
  // Its delay is over, and there is no place.
  world.advance(5s);
  EXPECT(too_many, web.times("slow/2") == 0);
  web.let("free/1");
  world.settle();
  EXPECT(lost_in_the_queue, web.asked.size() == 3);
  EXPECT(overtaking, web.times("slow/2") == 1);
  // The delay counts from there, and not from when it was its turn.
  world.advance(1s - 1ns);
  EXPECT(too_soon, web.times("slow/3") == 0);
  world.advance(1ns);
  EXPECT(lost_in_the_queue, visits.all_ended());
}

TEST_CASE("at one host, first come, first served", "[step3]") {
  in_french("chez un hôte, premier arrivé, premier servi");
  for (const auto delay : {0ms, 7ms}) {
    World world;
    Web web(world);
    web.takes = [](const Url& url) {
      return Milliseconds(5 + url.target.size() % 4);
    };
    Visits visits(web, {3, 2, delay});
    visits.ask_all(pages_of("a", 12));
    visits.ask_all(pages_of("b", 2));
    // Some come just when a place becomes free.
    for (int i = 13; i <= 20; ++i) {
      world.advance(Milliseconds(1 + i % 3));
      visits.ask("a/" + std::to_string(i));
    }
    world.advance(1h);
    std::vector<std::string> at_a;
    for (const auto& page : web.pages_asked())
      if (page.starts_with("a/")) at_a.push_back(page);
    EXPECT(overtaking, at_a == pages_of("a", 20));
  }
}

TEST_CASE("who comes when a place becomes free overtakes nobody", "[step3]") {
  in_french("qui arrive quand une place se libère ne double personne");
  int turns = 0;
  for (bool more = true; more; ++turns) {
    World world;
    Web web(world);
    web.hold("a/1");
    Visits visits(web, {10, 1, 0ms});
    visits.ask_all(pages_of("a", 2));
    web.let("a/1");
    more = static_cast<Stage&>(world).turn(turns) == turns;
    visits.ask("a/3");
    world.settle();
    EXPECT(overtaking, web.pages_asked() == pages_of("a", 3));
  }
}

TEST_CASE("who comes when the delay is over overtakes nobody", "[step3]") {
  in_french("qui arrive quand le délai finit ne double personne");
  World world;
  Web web(world);
  Visits visits(web, {10, 10, 100ms});
  visits.ask_all(pages_of("a", 2));
  world.later(100ms, [&] { visits.ask("a/3"); });
  world.advance(1s);
  EXPECT(overtaking, web.pages_asked() == pages_of("a", 3));
}

TEST_CASE("what fetch gives or throws comes out, and its place is free",
          "[step3]") {
  in_french("ce que fetch rend ou lève ressort, et sa place est libre");
  for (const auto& thrown : awkward_exceptions(the_line_is_dead))
    for (const bool at_once : {false, true}) {
      World world;
      Web web(world);
      if (!at_once) web.takes = [](const Url&) { return 1ms; };
      web.gives = [&](const Url& url) -> Page {
        if (url.target == "/bad") std::rethrow_exception(thrown);
        return {203, {"/x"}, url.target};
      };
      Visits visits(web, {1, 1, 0ms});
      visits.ask_all({"a/bad", "a/bad", "a/good", "b/bad", "b/good"});
      world.advance(10ms);
      EXPECT(lost_in_the_queue, visits.all_ended());
      EXPECT(lost_in_the_queue,
             same_exception(visits.all[0].exception(), thrown));
      EXPECT(lost_in_the_queue,
             same_exception(visits.all[3].exception(), thrown));
      const auto& good = visits.all[2].value();
      EXPECT(lost_in_the_queue, good.status == 203);
      EXPECT(lost_in_the_queue, good.links == links({"/x"}));
      EXPECT(lost_in_the_queue, good.body == "/good");
    }
  {
    // Nobody was told to stop.
    World world;
    Web web(world);
    web.gives = [](const Url&) -> Page { throw Outage(the_line_is_dead); };
    Visits visits(web, {1, 1, 0ms});
    visits.ask_all({"a/1", "a/2"});
    for (const auto& one : visits.all)
      EXPECT(lost_in_the_queue, is_a<Outage>(one.exception()));
    EXPECT(lost_in_the_queue, web.asked.size() == 2);
  }
  // A fetch that throws before it is a coroutine.
  World world;
  int calls = 0;
  const Fetch fetch = exo44::politely(
      [&](Url) -> asio::awaitable<Page> {
        ++calls;
        throw std::runtime_error(the_line_is_dead);
      },
      {1, 1, 0ms});
  for (int i = 1; i <= 3; ++i) {
    auto outcome = world.run("fetch", fetch(at("a/")));
    EXPECT(lost_in_the_queue, outcome.threw());
    EXPECT(lost_in_the_queue, calls == i);
  }
}

TEST_CASE("who is cancelled in the queue was never there", "[step3]") {
  in_french("qui est annulé dans la file n'y a jamais été");
  {
    // It waits for a place.
    World world;
    Web web(world);
    web.hold("a/1");
    Visits visits(web, {1, 1, 0ms});
    visits.ask_all({"a/1", "a/2", "b/1", "a/3", "b/2"});
    for (const int i : {1, 2}) visits.all[i].cancel();
    world.settle();
    // A fetch may do something before it is a coroutine.
    EXPECT(too_many, web.called == 1);
    for (const int i : {1, 2})
      EXPECT(lost_in_the_queue, is_aborted(visits.all[i].exception()));
    web.let("a/1");
    world.settle();
    EXPECT(lost_in_the_queue, visits.all_ended());
    EXPECT(lost_in_the_queue, web.asked.size() == 3);
  }
  {
    // It waits for the delay, and somebody behind it does.
    World world;
    Web web(world);
    Visits visits(web, {5, 5, 100ms});
    visits.ask_all({"a/1", "a/2", "a/3"});
    world.advance(50ms);
    visits.all[1].cancel();
    world.advance(50ms);
    EXPECT(lost_in_the_queue, is_aborted(visits.all[1].exception()));
    EXPECT(lost_in_the_queue, visits.all[2].returned());
    EXPECT(too_soon, web.times("a/2") == 0);
  }
  {
    // It is under way: fetch is told, and the place is free when that ends.
    World world;
    Web web(world);
    web.lingers = 20ms;
    web.hold("a/1");
    Visits visits(web, {1, 1, 0ms});
    visits.ask_all({"a/1", "a/2"});
    visits.all[0].cancel();
    world.settle();
    EXPECT(lost_in_the_queue, web.cancelled == 1);
    EXPECT(too_many, web.asked.size() == 1);
    world.advance(20ms);
    EXPECT(lost_in_the_queue, visits.all_ended());
    EXPECT(lost_in_the_queue, web.asked.size() == 2);
  }
}

TEST_CASE("told to stop in a queue, one knows it afterwards", "[step3]") {
  in_french("averti dans une file, on le sait encore après");
  // One is under way, and one waits.
  World world;
  Web web(world);
  web.hold("a/1");
  const auto fetch = exo44::politely(web.fetch(), {1, 1, 0ms});
  auto first = world.run("fetch a/1", knows_that_it_was_told(fetch(at("a/1"))));
  auto second =
      world.run("fetch a/2", knows_that_it_was_told(fetch(at("a/2"))));
  for (auto one : {&second, &first}) {
    one->cancel();
    world.settle();
    EXPECT(lost_in_the_queue, !one->waits());
    EXPECT(order_erased, one->value());
  }
}

TEST_CASE("a turn and the order to stop may come in one moment", "[step3]") {
  in_french("un tour et l'ordre d'arrêter peuvent venir au même moment");
  const std::vector<std::pair<Milliseconds, std::string>> cases{
      {0ms, "a/3"}, {100ms, "a/3"}, {0ms, "b/1"}};
  for (const auto& [delay, behind] : cases) {
    int turns = 0;
    for (bool more = true; more; ++turns) {
      World world;
      Web web(world);
      web.hold("a/1");
      Visits visits(web, {1, 1, delay});
      visits.ask_all({"a/1", "a/2", behind});
      world.advance(delay);
      web.let("a/1");
      more = static_cast<Stage&>(world).turn(turns) == turns;
      visits.all[1].cancel();
      world.settle();
      EXPECT(lost_in_the_queue, !visits.all[1].waits());
      // The delay is that of whoever has fetched.
      if (web.times("a/2") == 0)
        EXPECT(lost_in_the_queue, visits.all[2].returned());
      world.advance(delay);
      EXPECT(lost_in_the_queue, visits.all[2].returned());
    }
  }
}

TEST_CASE("copies share the turns, and may go", "[step3]") {
  in_french("les copies partagent les tours, et peuvent disparaître");
  World world;
  Web web(world);
  web.hold("a/1");
  std::optional<Fetch> one(exo44::politely(web.fetch(), {1, 1, 10ms}));
  std::optional<Fetch> other(*one);
  auto first = world.run("fetch a/1", (*one)(at("a/1")));
  auto second = world.run("fetch a/2", (*other)(at("a/2")));
  auto third = world.start("fetch b/1", (*other)(at("b/1")));
  one.reset();
  other.reset();
  world.settle();
  EXPECT(too_many, web.asked.size() == 1);
  web.let("a/1");
  world.advance(10ms);
  EXPECT(lost_in_the_queue, first.returned());
  EXPECT(lost_in_the_queue, second.returned());
  EXPECT(lost_in_the_queue, third.returned());
}

TEST_CASE("polite, two hundred times", "[step3]") {
  in_french("poli, deux cents fois");
  for_each_seed(200, [](World& world, Chaos& chaos) {
    Web web(world);
    const Manners manners{1 + chaos.below(4), 1 + chaos.below(3),
                          chaos.one_in(2) ? 0ms : 50ms};
    web.takes = [&](const Url&) { return Milliseconds(20 * chaos.below(9)); };
    web.gives = [&](const Url&) -> Page {
      if (chaos.one_in(6)) throw std::runtime_error(the_page_is_lost);
      return {};
    };
    Visits visits(web, manners);
    for (int event = 0; event < 30; ++event) {
      if (chaos.one_in(6) && !visits.all.empty())
        visits.all[chaos.below(visits.all.size())].cancel();
      else if (chaos.one_in(3))
        world.advance(Milliseconds(10 * chaos.below(12)));
      else
        visits.ask("host" + std::to_string(chaos.below(3)) + "/" +
                   std::to_string(event));
      world.settle();
    }
    world.advance(1h);
    EXPECT(too_many, web.most <= manners.in_flight);
    for (auto host : {"host0", "host1", "host2"}) {
      EXPECT(too_many, web.most_at[host] <= manners.per_host);
      const auto moments = web.moments_at(host);
      for (std::size_t i = 1; i < moments.size(); ++i)
        EXPECT(too_soon, moments[i] - moments[i - 1] >= manners.delay);
    }
    EXPECT(lost_in_the_queue, visits.all_ended());
    EXPECT(lost_in_the_queue, web.under_way == 0);
  });
}

// Step 4

namespace {

// A web whose robots.txt the test writes, and an obedient robot.
struct Guarded {
  explicit Guarded(World& world) : web(world) {
    web.gives = [this](const Url& url) -> Page {
      if (url.target != "/robots.txt") return {203, {"/x"}, url.target};
      if (failure) std::rethrow_exception(failure);
      return {status, {}, text};
    };
    fetch = exo44::obediently(web.fetch());
  }

  Outcome<Page> ask(std::string page) {
    return web.world.run("fetch " + page, fetch(at(page)));
  }

  Web web;
  int status = 200;
  std::string text = "User-agent: *\nDisallow: /office/\n";
  std::exception_ptr failure;
  Fetch fetch;
};

}  // namespace

TEST_CASE("robots.txt comes first, and once", "[step4]") {
  in_french("robots.txt vient en premier, et une fois");
  World world;
  Guarded it(world);
  it.web.hold("a/robots.txt");
  std::vector<Outcome<Page>> all;
  for (int i = 0; i < 20; ++i) all.push_back(it.ask("a/" + std::to_string(i)));
  EXPECT(robots_ignored, it.web.asked.at(0).page == "a/robots.txt");
  EXPECT(robots_ignored, it.web.asked.size() == it.web.times("a/robots.txt"));
  EXPECT(asks_each_time, it.web.times("a/robots.txt") == 1);
  it.web.let("a/robots.txt");
  world.settle();
  for (int i = 0; i < 20; ++i) {
    EXPECT(left_at_the_door, all[i].returned());
    EXPECT(left_at_the_door, all[i].value().body == "/" + std::to_string(i));
    EXPECT(left_at_the_door, all[i].value().status == 203);
  }
  it.ask("a/later");
  EXPECT(asks_each_time, it.web.times("a/robots.txt") == 1);
  it.ask("b/");
  EXPECT(asks_each_time, it.web.times("b/robots.txt") == 1);
  EXPECT(robots_ignored, it.web.pages_asked().back() == "b/");
}

TEST_CASE("what is forbidden is not fetched", "[step4]") {
  in_french("ce qui est interdit n'est pas demandé");
  World world;
  Guarded it(world);
  it.text =
      "User-agent: *\nDisallow: /\n\n"
      "User-agent: Relay\nDisallow: /office/\nAllow: /office/door\n"
      "Disallow: /*?day=\n";
  for (const std::size_t use : {1, 2}) {
    EXPECT(robots_ignored, is_a<Forbidden>(it.ask("a/office/").exception()));
    EXPECT(robots_ignored, is_a<Forbidden>(it.ask("a/office/x?y").exception()));
    EXPECT(robots_ignored, it.web.times("a/office/") == 0);
    EXPECT(robots_ignored, it.web.times("a/office/x?y") == 0);
    EXPECT(robots_ignored, is_a<Forbidden>(it.ask("a/?day=1").exception()));
    for (auto page : {"a/office/door", "a/OFFICE/"}) {
      auto outcome = it.ask(page);
      EXPECT(robots_ignored, !outcome.threw());
      EXPECT(left_at_the_door, outcome.returned());
    }
    EXPECT(asks_each_time, it.web.asked.size() == 1 + 2 * use);
    EXPECT(robots_ignored, it.web.called == it.web.asked.size());
  }
  {
    // It may be long, and have any bytes.
    World world;
    Guarded it(world);
    it.text = "# \0"s + std::string(100'000, 'x') + "\n" + it.text;
    EXPECT(robots_ignored, is_a<Forbidden>(it.ask("a/office/").exception()));
  }
  {
    World world;
    Guarded it(world);
    it.text = "";
    EXPECT(left_at_the_door, it.ask("a/office/").returned());
  }
}

TEST_CASE("no robots.txt forbids nothing, an ill host everything", "[step4]") {
  in_french("sans robots.txt rien n'est interdit, d'un hôte malade, tout");
  for (const int status :
       {200, 204, 299, 300, 302, 399, 400, 401, 403, 404, 410, 429, 499}) {
    World world;
    Guarded it(world);
    it.status = status;
    EXPECT(ill_is_not_open, it.ask("a/").returned());
    EXPECT(ill_is_not_open, it.ask("a/office/").threw() == (status < 300));
    EXPECT(asks_each_time, it.web.times("a/robots.txt") == 1);
  }
  for (const int status : {500, 501, 502, 503, 504, 599, 600, 100, 199}) {
    World world;
    Guarded it(world);
    it.status = status;
    it.text = "";
    for (int use = 0; use < 2; ++use)
      EXPECT(ill_is_not_open, is_a<Forbidden>(it.ask("a/").exception()));
    EXPECT(asks_each_time, it.web.asked.size() == 1);
  }
  auto all = awkward_exceptions(the_line_is_dead);
  // A host that aborts a connection has not told us to stop.
  for (const auto error :
       {asio::error::operation_aborted, asio::error::connection_refused,
        asio::error::timed_out})
    all.push_back(std::make_exception_ptr(std::system_error(error)));
  all.push_back(std::make_exception_ptr(Malformed(the_line_is_dead)));
  for (const auto& thrown : all)
    for (const auto takes : {0ms, 10ms}) {
      World world;
      Guarded it(world);
      it.web.takes = [&](const Url&) { return takes; };
      it.failure = thrown;
      auto first = it.ask("a/1"), second = it.ask("a/2");
      world.advance(takes);
      EXPECT(ill_is_not_open, is_a<Forbidden>(first.exception()));
      EXPECT(ill_is_not_open, is_a<Forbidden>(second.exception()));
      EXPECT(asks_each_time, it.web.asked.size() == 1);
    }
}

TEST_CASE("nobody waits for the robots.txt of another host", "[step4]") {
  in_french("personne n'attend le robots.txt d'un autre hôte");
  World world;
  Guarded it(world);
  it.web.hold("relay:81/robots.txt");
  auto slow = it.ask("relay:81/");
  EXPECT(waits_at_every_door, it.ask("a/").returned());
  // Another port is another host.
  EXPECT(waits_at_every_door, it.ask("relay:82/").returned());
  EXPECT(waits_at_every_door, it.ask("www.relay:81/").returned());
  EXPECT(robots_ignored, slow.waits());
  it.web.let("relay:81/robots.txt");
  world.settle();
  EXPECT(left_at_the_door, slow.returned());
}

TEST_CASE("what fetch throws for a page comes out", "[step4]") {
  in_french("ce que fetch lève pour une page ressort");
  for (const auto& thrown : awkward_exceptions(the_line_is_dead)) {
    World world;
    Guarded it(world);
    const auto gives = it.web.gives;
    it.web.gives = [&](const Url& url) -> Page {
      if (url.target == "/bad") std::rethrow_exception(thrown);
      return gives(url);
    };
    for (int use = 0; use < 2; ++use)
      EXPECT(left_at_the_door,
             same_exception(it.ask("a/bad").exception(), thrown));
    EXPECT(left_at_the_door, it.ask("a/good").returned());
    EXPECT(asks_each_time, it.web.times("a/robots.txt") == 1);
  }
  World world;
  Guarded it(world);
  const auto gives = it.web.gives;
  it.web.gives = [&](const Url& url) -> Page {
    if (url.target == "/bad") throw Outage(the_line_is_dead);
    return gives(url);
  };
  EXPECT(left_at_the_door, is_a<Outage>(it.ask("a/bad").exception()));
}

TEST_CASE("of two hundred hosts, none is asked twice", "[step4]") {
  in_french("de deux cents hôtes, aucun n'est interrogé deux fois");
  World world;
  Guarded it(world);
  for (int use = 0; use < 2; ++use)
    for (int i = 0; i < 200; ++i)
      it.ask("host" + std::to_string(i) + "/" + std::to_string(use));
  EXPECT(asks_each_time, it.web.asked.size() == 3 * 200);
}

TEST_CASE("one after the other is cancelled, and the last one goes",
          "[step4]") {
  in_french("l'un après l'autre est annulé, et le dernier y va");
  World world;
  Guarded it(world);
  it.web.hold("a/robots.txt");
  std::vector<Outcome<Page>> all;
  for (int i = 1; i <= 20; ++i) all.push_back(it.ask("a/" + std::to_string(i)));
  for (int i = 0; i < 19; ++i) {
    all[i].cancel();
    world.settle();
    EXPECT(left_at_the_door, is_aborted(all[i].exception()));
  }
  it.web.let("a/robots.txt");
  world.settle();
  EXPECT(left_at_the_door, all.back().returned());
}

TEST_CASE("what a robots.txt ends with that was told to stop", "[step4]") {
  in_french("ce par quoi finit un robots.txt à qui l'on a dit d'arrêter");
  const auto all = awkward_exceptions(the_host_is_deaf);
  // It comes all the same, or it fails in words of its own.
  for (std::size_t i = 0; i <= all.size(); ++i) {
    World world;
    Guarded it(world);
    it.web.stubborn = i == all.size();
    if (!it.web.stubborn) it.web.last_words = all[i];
    it.web.hold("a/robots.txt");
    auto first = it.ask("a/1"), second = it.ask("a/2");
    first.cancel();
    world.settle();
    EXPECT(left_at_the_door, first.threw());
    if (it.web.stubborn)
      EXPECT(left_at_the_door, is_aborted(first.exception()));
    EXPECT(robots_ignored, it.web.times("a/1") == 0);
    it.web.let("a/robots.txt");
    world.settle();
    EXPECT(left_at_the_door, second.returned());
  }
}

TEST_CASE("told to stop at a door, one knows it afterwards", "[step4]") {
  in_french("averti devant une porte, on le sait encore après");
  // One goes for robots.txt, and one waits.
  World world;
  Guarded it(world);
  it.web.hold("a/robots.txt");
  auto first =
      world.run("fetch a/1", knows_that_it_was_told(it.fetch(at("a/1"))));
  auto second =
      world.run("fetch a/2", knows_that_it_was_told(it.fetch(at("a/2"))));
  for (auto one : {&second, &first}) {
    one->cancel();
    world.settle();
    EXPECT(left_at_the_door, !one->waits());
    EXPECT(order_erased, one->value());
  }
}

TEST_CASE("whoever of them is cancelled, the others go on", "[step4]") {
  in_french("qui que ce soit qu'on annule, les autres continuent");
  for (std::size_t who = 0; who < 3; ++who)
    for (const auto lingers : {0ms, 30ms}) {
      World world;
      Guarded it(world);
      it.web.lingers = lingers;
      it.web.takes = [](const Url&) { return 100ms; };
      std::vector<Outcome<Page>> all;
      for (auto page : {"a/1", "a/2", "a/3"}) all.push_back(it.ask(page));
      world.advance(50ms);
      all[who].cancel();
      world.advance(lingers);
      EXPECT(left_at_the_door, is_aborted(all[who].exception()));
      world.advance(1s);
      for (std::size_t i = 0; i < 3; ++i)
        if (i != who) EXPECT(left_at_the_door, all[i].returned());
      EXPECT(asks_each_time,
             it.web.times("a/robots.txt") <= (who == 0 ? 2U : 1U));
      EXPECT(robots_ignored, it.web.times("a/" + std::to_string(who + 1)) == 0);
      EXPECT(left_at_the_door, it.ask("a/later").waits());
      world.advance(1s);
      EXPECT(left_at_the_door, it.web.times("a/later") == 1);
    }
  // All of them: nothing is left behind, and nothing is broken.
  World world;
  Guarded it(world);
  it.web.hold("a/robots.txt");
  std::vector<Outcome<Page>> all;
  for (auto page : {"a/1", "a/2", "a/3"}) all.push_back(it.ask(page));
  for (auto& one : all) one.cancel();
  world.settle();
  for (auto& one : all) EXPECT(left_at_the_door, is_aborted(one.exception()));
  EXPECT(left_at_the_door, it.web.under_way == 0);
  it.web.let("a/robots.txt");
  EXPECT(left_at_the_door, it.ask("a/4").returned());
}

TEST_CASE("at whatever moment one is cancelled", "[step4]") {
  in_french("à quelque moment que l'un soit annulé");
  for (std::size_t who = 0; who < 2; ++who) {
    int turns = 0;
    for (bool more = true; more; ++turns) {
      World world;
      Guarded it(world);
      it.web.hold("a/robots.txt");
      std::vector<Outcome<Page>> all;
      for (auto page : {"a/1", "a/2"}) all.push_back(it.ask(page));
      it.web.let("a/robots.txt");
      more = static_cast<Stage&>(world).turn(turns) == turns;
      all[who].cancel();
      world.settle();
      EXPECT(left_at_the_door, !all[who].waits());
      EXPECT(left_at_the_door, all[1 - who].returned());
    }
  }
}

TEST_CASE("a robot that may go while its pages are on their way", "[step4]") {
  in_french("un robot qui peut partir pendant que ses pages sont en route");
  World world;
  Guarded it(world);
  it.web.hold("a/robots.txt");
  auto first = it.ask("a/1");
  auto second = it.web.world.start("fetch a/2", Fetch(it.fetch)(at("a/2")));
  it.fetch = nullptr;
  world.settle();
  it.web.let("a/robots.txt");
  world.settle();
  EXPECT(left_at_the_door, first.returned());
  EXPECT(left_at_the_door, second.returned());
  EXPECT(asks_each_time, it.web.times("a/robots.txt") == 1);
}

TEST_CASE("a whole crawl over the network, and each call may fail", "[step4]") {
  in_french("une visite entière par le réseau, et chaque appel peut échouer");
  for_each_failing_call([](World& world) {
    // Two pages and a robots.txt, at a host that answers whoever comes.
    Server server(world, the_host);
    std::vector<std::unique_ptr<Peer>> peers;
    const auto host = "127.0.0.1:" + std::to_string(server.port());
    const Fetch get = [&](Url url) {
      return exo44::get({asio::ip::address_v4::loopback(), server.port()},
                        std::move(url), 1s);
    };
    const auto polite = exo44::politely(get, {2, 1, 10ms});
    auto outcome = world.run(
        "crawl", exo44::crawl(at(host + "/"), exo44::obediently(polite), {}));
    std::size_t most = 0;
    for (int i = 0; i < 300 && outcome.waits(); ++i) {
      while (auto peer = server.next()) peers.push_back(std::move(peer));
      for (auto& peer : peers) {
        const auto question = peer->receive();
        if (question.starts_with("GET /robots.txt "))
          peer->send(answer("200 OK", "User-agent: *\nDisallow: /office/\n"));
        else if (question.starts_with("GET / "))
          peer->send(answer("200 OK\r\nContent-Type: text/html",
                            "<a href=\"fr/\"></a> <a href=\"office/\"></a>"));
        else if (!question.empty())
          peer->send(answer("404 Not Found", ""));
      }
      most = std::max(most, world.open_sockets());
      world.advance(10ms);
    }
    EXPECT(never_ends, outcome.returned());
    EXPECT(too_many, most <= 1);
    EXPECT(connection_left, world.open_sockets() == 0);
    const auto& map = outcome.value();
    const auto& start = map.at(at(host + "/"));
    if (start.status == 200) {
      EXPECT(never_ends, map.size() == 3);
      EXPECT(robots_ignored,
             is_a<Forbidden>(map.at(at(host + "/office/")).failure));
    } else {
      EXPECT(bad_page_ends_all, start.failure != nullptr);
    }
  });
}
