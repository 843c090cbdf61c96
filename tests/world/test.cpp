// The World, tried with a small server and a small client in plain Asio.
#include <fcntl.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <support/disk.hpp>
#include <support/expect.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/process.hpp>
#include <support/world/world.hpp>
#include <thread>
#include <workbook/asio.hpp>

using asio::ip::tcp;
using workbook::Chaos;
using workbook::Client;
using workbook::Faults;
using workbook::Folder;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::Moment;
using workbook::Peer;
using workbook::Port;
using workbook::Process;
using workbook::Server;
using workbook::Story;
using workbook::World;
using namespace std::chrono_literals;
using namespace asio::experimental::awaitable_operators;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// The program under test: it echoes lines, and gives up on a client that says
// nothing for 30 s.
asio::awaitable<void> echo(tcp::socket socket) {
  std::string in;
  asio::steady_timer idle(socket.get_executor());
  for (;;) {
    idle.expires_after(30s);
    const auto result =
        co_await (asio::async_read_until(socket, asio::dynamic_buffer(in, 4096),
                                         '\n', as_result) ||
                  idle.async_wait(as_result));
    if (result.index() == 1) {
      const std::string sorry = "timeout\n";
      co_await asio::async_write(socket, asio::buffer(sorry), as_result);
      co_return;
    }
    const auto [error, size] = std::get<0>(result);
    if (error) co_return;
    const auto line = in.substr(0, size);
    in.erase(0, size);
    const auto [failed, written] =
        co_await asio::async_write(socket, asio::buffer(line), as_result);
    if (failed) co_return;
  }
}

asio::awaitable<void> serve(tcp::acceptor& acceptor) {
  asio::steady_timer pause(acceptor.get_executor());
  for (;;) {
    auto [error, socket] = co_await acceptor.async_accept(as_result);
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      pause.expires_after(100ms);
      co_await pause.async_wait(as_result);
    } else {
      asio::co_spawn(acceptor.get_executor(), echo(std::move(socket)),
                     asio::detached);
    }
  }
}

tcp::endpoint at(Port port) { return {asio::ip::address_v4::loopback(), port}; }

struct Echo {
  explicit Echo(World& world) : acceptor(world.context, at(0)) {
    asio::co_spawn(world.context, serve(acceptor), asio::detached);
    world.settle();
  }
  Port port() const { return acceptor.local_endpoint().port(); }
  tcp::acceptor acceptor;
};

std::string all_told() {
  std::string all;
  for (const auto& line : Story::told()) all += line + '\n';
  return all;
}

}  // namespace

TEST_CASE("a line comes back", "[step1]") {
  World world;
  Echo echo(world);
  Client ada(world, "Ada", echo.port());
  world.settle();
  CHECK(world.open_sockets() == 2);
  ada.send("hello\n");
  world.settle();
  CHECK(ada.receive() == "hello\n");
  ada.hang_up();
  world.settle();
  CHECK(world.open_sockets() == 1);
}

TEST_CASE("bytes may come one by one, or together", "[step1]") {
  World world;
  world.faults.read_at_most = 1;
  world.faults.write_at_most = 1;
  Echo echo(world);
  Client ada(world, "Ada", echo.port());
  ada.send("one by one\nand together\n");
  world.settle();
  CHECK(ada.receive() == "one by one\nand together\n");
}

TEST_CASE("who reads byte by byte comes to an end, too", "[step1]") {
  World world;
  Echo echo(world);
  world.faults.read_at_most = 1;
  Client ada(world, "Ada", echo.port());
  std::string lines;
  while (lines.size() < 30'000) lines += "one of very many\n";
  ada.send(lines);
  world.settle();
  CHECK(ada.receive(lines.size()) == lines);
}

TEST_CASE("time passes when the test says so", "[step1]") {
  World world;
  Echo echo(world);
  Client ada(world, "Ada", echo.port());
  ada.send("no end");
  world.settle();
  world.advance(29'999ms);
  CHECK_FALSE(ada.ended());
  world.advance(1ms);
  CHECK(ada.receive() == "timeout\n");
  CHECK(ada.ended());
  CHECK(world.now() == 30s);
}

TEST_CASE("every timer rings at its own moment, in order", "[step1]") {
  World world;
  std::vector<std::pair<int, Moment>> rung;
  std::deque<asio::steady_timer> timers;
  const auto begin = std::chrono::steady_clock::now();
  for (int minutes : {90, 7, 30}) {
    timers.emplace_back(world.context, std::chrono::minutes(minutes));
    timers.back().async_wait([&, minutes](asio::error_code) {
      rung.emplace_back(minutes, std::chrono::steady_clock::now() - begin);
    });
  }
  world.advance(24h);
  REQUIRE(rung.size() == 3);
  CHECK(rung[0] == std::pair<int, Moment>(7, 7min));
  CHECK(rung[1] == std::pair<int, Moment>(30, 30min));
  CHECK(rung[2] == std::pair<int, Moment>(90, 90min));
}

TEST_CASE("an appointment is kept at its moment", "[step1]") {
  World world;
  Moment kept{0};
  world.later(90s, [&] { kept = world.now(); });
  world.advance(89s);
  CHECK(kept == 0s);
  world.advance(10s);
  CHECK(kept == 90s);
}

TEST_CASE("a half-closed client still gets its answers", "[step1]") {
  World world;
  Echo echo(world);
  Client ada(world, "Ada", echo.port());
  ada.send("half\n");
  ada.half_close();
  world.settle();
  CHECK(ada.receive() == "half\n");
  CHECK(ada.ended());
  CHECK_FALSE(ada.cut());
}

TEST_CASE("a reset ends a connection, and no other", "[step1]") {
  World world;
  Echo echo(world);
  Client ada(world, "Ada", echo.port());
  Client bob(world, "Bob", echo.port());
  ada.send("x");
  world.settle();
  ada.reset();
  bob.send("still here\n");
  world.settle();
  CHECK(world.open_sockets() == 2);
  CHECK(bob.receive() == "still here\n");
}

TEST_CASE("whoever closes without reading resets", "[step1]") {
  World world;
  tcp::acceptor acceptor(world.context, at(0));
  Client ada(world, "Ada", acceptor.local_endpoint().port());
  auto socket = acceptor.accept();
  ada.send("unread");
  socket.close();
  CHECK(ada.cut());
}

TEST_CASE("accept fails as it is told, and the client waits", "[step1]") {
  World world;
  Echo echo(world);
  world.faults.accept_errors = {EMFILE, ENFILE};
  Client ada(world, "Ada", echo.port());
  ada.send("a\n");
  world.settle();
  CHECK(ada.receive().empty());
  world.advance(100ms);
  CHECK(ada.receive().empty());
  world.advance(100ms);
  CHECK(ada.receive() == "a\n");
}

TEST_CASE("ECONNABORTED takes the waiting client along", "[step1]") {
  World world;
  Echo echo(world);
  world.faults.accept_errors = {ECONNABORTED};
  Client ada(world, "Ada", echo.port());
  Client bob(world, "Bob", echo.port());
  bob.send("b\n");
  world.advance(1s);
  CHECK(ada.cut());
  CHECK(bob.receive() == "b\n");
}

TEST_CASE("descriptors may run out, and come back", "[step1]") {
  World world;
  Echo echo(world);
  world.faults.descriptors = 2;
  Client ada(world, "Ada", echo.port());
  Client bob(world, "Bob", echo.port());
  bob.send("b\n");
  world.settle();
  CHECK(world.open_sockets() == 2);
  ada.hang_up();
  world.advance(100ms);
  CHECK(bob.receive() == "b\n");
}

TEST_CASE("back-pressure reaches the sender, byte by byte", "[step1]") {
  World world;
  world.faults.room = 1'000;
  Echo echo(world);
  Client ada(world, "Ada", echo.port());
  const std::string line(900, 'z');
  std::string flood;
  for (int i = 0; i < 100; ++i) flood += line + '\n';
  std::size_t sent = 0;
  for (std::size_t before = 1; before != sent;) {
    before = sent;
    sent += ada.send(std::string_view(flood).substr(sent));
    world.settle();
  }
  // One way, what the program holds of a line, and the way back.
  CHECK(sent < 4'000 + 4'096);
  std::string got;
  while (got.size() < flood.size()) {
    got += ada.receive(500);
    sent += ada.send(std::string_view(flood).substr(sent));
    world.settle();
  }
  CHECK(got == flood);
}

TEST_CASE("a hundred clients at once", "[step1]") {
  World world;
  Echo echo(world);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 100; ++i)
    clients.push_back(std::make_unique<Client>(
        world, "client " + std::to_string(i), echo.port()));
  for (auto& client : clients) client->send("hi\n");
  world.settle();
  int answered = 0;
  for (auto& client : clients) answered += client->receive() == "hi\n";
  CHECK(answered == 100);
}

namespace {

asio::awaitable<int> retry_for_an_hour(Port port) {
  const auto executor = co_await asio::this_coro::executor;
  const auto end = std::chrono::steady_clock::now() + 1h;
  for (int tries = 1;; ++tries) {
    tcp::socket socket(executor);
    const auto [error] = co_await socket.async_connect(at(port), as_result);
    if (!error || std::chrono::steady_clock::now() >= end) co_return tries;
    asio::steady_timer pause(executor, 1s);
    co_await pause.async_wait(as_result);
  }
}

asio::awaitable<std::string> ask(Port port, std::string question) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(at(port), asio::use_awaitable);
  co_await asio::async_write(socket, asio::buffer(question),
                             asio::use_awaitable);
  std::string answer;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(answer), '\n',
                                  asio::use_awaitable);
  co_return answer;
}

}  // namespace

TEST_CASE("an hour of retries", "[step1]") {
  World world;
  auto tries = world.start("retry", retry_for_an_hour(9));
  world.advance(2h);
  REQUIRE(tries.returned());
  CHECK(tries.value() == 3'601);
}

TEST_CASE("a server of the test accepts, answers late, and cuts", "[step1]") {
  World world;
  Server oslo(world, "Oslo");
  auto first = world.run("ask", ask(oslo.port(), "price?\n"));
  auto peer = oslo.next();
  REQUIRE(peer);
  CHECK(peer->receive() == "price?\n");
  world.advance(10min);
  CHECK(first.waits());
  peer->send("250\n");
  world.settle();
  CHECK(first.value() == "250\n");

  auto second = world.run("ask", ask(oslo.port(), "price?\n"));
  oslo.next()->reset();
  world.settle();
  CHECK(second.error().find("reset") != std::string::npos);
}

TEST_CASE("a server of the test refuses, or does not answer", "[step1]") {
  World world;
  Server oslo(world, "Oslo");
  oslo.refuse();
  auto refused = world.run("ask", ask(oslo.port(), "price?\n"));
  CHECK(refused.error().find("refused") != std::string::npos);

  oslo.hang();
  auto hangs = world.run("ask", ask(oslo.port(), "price?\n"));
  world.advance(1h);
  CHECK(hangs.waits());
  CHECK_FALSE(oslo.next());
  oslo.accept();
  world.settle();
  auto peer = oslo.next();
  REQUIRE(peer);
  peer->send("250\n");
  world.settle();
  CHECK(hangs.value() == "250\n");

  oslo.hang();
  auto cancelled = world.run("ask", ask(oslo.port(), "price?\n"));
  cancelled.cancel();
  world.settle();
  CHECK(cancelled.threw());
  CHECK(world.open_sockets() == 0);
}

TEST_CASE("every I/O call fails once, and the server lives on", "[step1]") {
  int stories = 0;
  for_each_failing_call([&](World& world) {
    ++stories;
    Echo echo(world);
    Client ada(world, "Ada", echo.port());
    ada.send("a\nb\n");
    world.advance(1s);
    ada.hang_up();
    world.faults.failing_call = 0;
    Client bob(world, "Bob", echo.port());
    bob.send("still there?\n");
    world.advance(1s);
    REQUIRE(bob.receive() == "still there?\n");
    bob.hang_up();
    world.settle();
    REQUIRE(world.open_sockets() == 1);
  });
  CHECK(stories > 5);
}

namespace {

// Runs clients and a server with the faults of one seed; returns all that was
// told.
std::string chaotic(World& world, Chaos& chaos) {
  Echo echo(world);
  struct Talk {
    std::unique_ptr<Client> client;
    std::string sent;
    std::string got;
  };
  std::vector<Talk> talks;
  for (int step = 0; step < 60; ++step) {
    const auto any = chaos.below(talks.size() + 1);
    Talk* talk = any < talks.size() ? &talks[any] : nullptr;
    switch (chaos.below(6)) {
      case 0: {
        const auto name = "client " + std::to_string(talks.size());
        talks.push_back(
            {std::make_unique<Client>(world, name, echo.port()), "", ""});
        break;
      }
      case 1:
        if (talk && chaos.one_in(3)) talk->client->reset();
        break;
      case 2:
        world.advance(std::chrono::milliseconds(chaos.below(3'000)));
        break;
      default:
        if (!talk) break;
        const auto text = std::string(chaos.below(30), 'x') + '\n';
        if (talk->client->send(text)) talk->sent += text;
    }
    world.settle();
    for (auto& each : talks) each.got += each.client->receive();
  }
  for (auto& each : talks) {
    each.got += each.client->receive();
    REQUIRE(
        each.sent.starts_with(each.got.substr(0, each.got.find("timeout"))));
    each.client->hang_up();
  }
  world.settle();
  REQUIRE(world.open_sockets() == 1);
  return all_told();
}

}  // namespace

TEST_CASE("chaos replays exactly", "[step1]") {
  std::vector<std::string> first, second;
  for_each_seed(100, [&](World& world, Chaos& chaos) {
    first.push_back(chaotic(world, chaos));
  });
  for_each_seed(100, [&](World& world, Chaos& chaos) {
    second.push_back(chaotic(world, chaos));
  });
  REQUIRE(first.size() == second.size());
  std::size_t same = 0, different = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    same += first[i] == second[i];
    different += first[i] != first.front();
  }
  CHECK(same == first.size());
  CHECK(different + 1 == first.size());
}

TEST_CASE("a process dies before any of its calls", "[step1]") {
  for (long call = 1;; ++call) {
    World world;
    Echo echo(world);
    Process worker(world, "worker");
    worker.die_before(call);
    std::string answer;
    asio::co_spawn(
        worker.context(), ask(echo.port(), "work\n"),
        [&](std::exception_ptr, std::string text) { answer = text; });
    world.settle();
    if (!worker.dead()) {
      CHECK(answer == "work\n");
      CHECK(call > 3);
      break;
    }
    REQUIRE(answer.empty());
    REQUIRE(world.open_sockets() == 1);
  }
}

// settle() would fail the test when something blocks the thread. Here the
// observation is read before that.

TEST_CASE("a sleep is seen, and time goes by", "[step1]") {
  World world;
  std::this_thread::sleep_for(1h);
  CHECK(world.blocking_calls() == 1);
  CHECK(world.now() == 1h);
}

TEST_CASE("other ways to sleep are seen, too", "[step1]") {
  World world;
  asio::steady_timer(world.context, 1h).wait();
  CHECK(world.now() >= 1h);
  const auto before = world.blocking_calls();
  CHECK(before > 0);

  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable bell;
  const auto until = world.now() + 1h;
  CHECK(bell.wait_for(lock, 1h) == std::cv_status::timeout);
  CHECK(bell.wait_until(lock, std::chrono::system_clock::now()) ==
        std::cv_status::timeout);
  CHECK(world.now() == until);
  CHECK(world.blocking_calls() > before);
}

TEST_CASE("the clocks of C are those of the World", "[step1]") {
  World world;
  const auto time = std::time(nullptr);
  timeval of_day{};
  timespec system{}, steady{}, later{};
  CHECK(::gettimeofday(&of_day, nullptr) == 0);
  CHECK(::clock_gettime(CLOCK_REALTIME, &system) == 0);
  CHECK(::clock_gettime(CLOCK_MONOTONIC, &steady) == 0);
  CHECK(of_day.tv_sec == time);
  CHECK(system.tv_sec == time);
  world.advance(1500ms);
  CHECK(std::time(nullptr) == time + 1);
  CHECK(::clock_gettime(CLOCK_MONOTONIC, &later) == 0);
  CHECK(later.tv_sec == steady.tv_sec + 1);
  CHECK(later.tv_nsec == steady.tv_nsec + 500'000'000);
}

TEST_CASE("a sleep of another thread is counted", "[step1]") {
  World world;
  const auto before = World::sleeps_elsewhere();
  std::thread([] { std::this_thread::sleep_for(1ns); }).join();
  CHECK(World::sleeps_elsewhere() == before + 1);
  CHECK(world.blocking_calls() == 0);
}

TEST_CASE("a call that blocks is seen, and does not block", "[step1]") {
  World world;
  tcp::acceptor acceptor(world.context, at(0));
  asio::error_code error;
  acceptor.accept(error);
  CHECK(world.blocking_calls() == 1);
  CHECK(error.value() == EDEADLK);

  Client ada(world, "Ada", acceptor.local_endpoint().port());
  auto socket = acceptor.accept(error);
  CHECK_FALSE(error);
  std::array<char, 4> bytes{};
  socket.read_some(asio::buffer(bytes), error);
  CHECK(error.value() == EDEADLK);
  CHECK(world.blocking_calls() == 2);
  ada.send("ok");
  CHECK(socket.read_some(asio::buffer(bytes), error) == 2);
  CHECK(world.blocking_calls() == 2);
}

TEST_CASE("run() inside a coroutine is seen", "[step1]") {
  World world;
  asio::io_context inner;
  asio::steady_timer timer(inner, 1h);
  timer.async_wait([](asio::error_code) {});
  inner.run();
  CHECK(world.blocking_calls() > 0);
  CHECK(world.now() >= 1h);
}

TEST_CASE("a loop that looks at the clock is seen, and ends", "[step1]") {
  World world;
  const auto end = std::chrono::steady_clock::now() + 1s;
  while (std::chrono::steady_clock::now() < end) {
  }
  CHECK(world.blocking_calls() == 1);
}

TEST_CASE("a loop that looks at a socket is seen, and ends", "[step1]") {
  World world;
  tcp::acceptor acceptor(world.context, at(0));
  Client ada(world, "Ada", acceptor.local_endpoint().port());
  auto socket = acceptor.accept();
  asio::error_code error;
  while (!error && socket.available(error) == 0) {
  }
  CHECK(world.blocking_calls() == 1);
}

namespace {

// A file of the program under test.
class Journal {
 public:
  explicit Journal(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT, 0600)) {}
  ~Journal() { ::close(descriptor_); }
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  ssize_t write(std::string_view bytes) {
    return ::write(descriptor_, bytes.data(), bytes.size());
  }
  ssize_t write_two(std::string first, std::string second) {
    const iovec both[]{{first.data(), first.size()},
                       {second.data(), second.size()}};
    return ::writev(descriptor_, both, 2);
  }
  int sync() { return ::fsync(descriptor_); }
  std::string read() {
    std::string bytes(100, '\0');
    const auto size = ::pread(descriptor_, bytes.data(), bytes.size(), 0);
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return bytes;
  }

 private:
  const int descriptor_;
};

}  // namespace

TEST_CASE("a disk may be full", "[step1]") {
  World world;
  const Folder folder;
  Journal journal(folder / "journal");
  CHECK(journal.write("one ") == 4);
  world.faults.disk_room = 7;
  CHECK(journal.write("two ") == 4);
  CHECK(journal.write_two("th", "ree ") == 3);
  CHECK(journal.write("four ") == -1);
  CHECK(errno == ENOSPC);
  CHECK(journal.sync() == 0);
  CHECK(journal.read() == "one two thr");
  world.faults.disk_room = Faults::unlimited;
  CHECK(journal.write("ee ") == 3);
  CHECK(journal.read() == "one two three ");
}

TEST_CASE("a disk may be slow, and the thread waits for it", "[step1]") {
  World world;
  const Folder folder;
  Journal journal(folder / "journal");
  asio::steady_timer timer(world.context, 1s);
  bool rung = false;
  timer.async_wait([&](asio::error_code) { rung = true; });
  world.settle();
  world.faults.disk_takes = 600ms;
  journal.write("one ");
  world.settle();
  CHECK_FALSE(rung);
  journal.sync();
  world.settle();
  CHECK(rung);
  CHECK(world.now() == 1'200ms);
  CHECK(world.blocking_calls() == 0);
}

TEST_CASE("each call of a file may fail", "[step1]") {
  int told = 0;
  for_each_failing_call([&](World& world) {
    const Folder folder;
    Journal journal(folder / "journal");
    const bool good = journal.write("one ") == 4 && journal.sync() == 0;
    CHECK(good == (world.faults.failing_call == 0 ||
                   world.faults.failing_call > world.io_calls()));
    if (!good) CHECK(errno == EIO);
    ++told;
  });
  CHECK(told == 4);
}

TEST_CASE("a process may die before it has written", "[step1]") {
  World world;
  const Folder folder;
  Journal journal(folder / "journal");
  Process worker(world, "worker");
  worker.die_before(2);
  const auto write = [](Journal& journal) -> asio::awaitable<void> {
    journal.write("one ");
    journal.write("two ");
    journal.sync();
    co_return;
  };
  worker.start(write(journal));
  world.settle();
  CHECK(worker.dead());
  CHECK(journal.read() == "one ");
}

TEST_CASE("other threads live in the real world", "[step1]") {
  World world;
  std::chrono::steady_clock::time_point there;
  std::thread([&] { there = std::chrono::steady_clock::now(); }).join();
  const auto here = std::chrono::steady_clock::now();
  CHECK(here.time_since_epoch() == 1s);
  CHECK(there.time_since_epoch() != 1s);
}

TEST_CASE("the story says what happened, and when", "[step1]") {
  workbook::speak_french(false);
  World world;
  Echo echo(world);
  Client ada(world, "Ada", echo.port());
  ada.send("half a line");
  world.advance(30s);
  const auto told = all_told();
  for (auto line : {"Ada connects\n", "Ada sends \"half a line\"\n",
                    "your code accepts "
                    "Ada\n",
                    "Ada: your code reads \"half a line\"\n", "at 30 s:\n",
                    "Ada: your code writes \"timeout\\n\"\n"}) {
    CAPTURE(line);
    CHECK(told.find(line) != std::string::npos);
  }
}
