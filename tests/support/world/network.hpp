// The simulation under a World: sockets, the connections between them, and who
// is ready. Tests use world.hpp; this is for the files of this folder.
#pragma once

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <support/language.hpp>
#include <support/story.hpp>
#include <support/world/clock.hpp>
#include <support/world/faults.hpp>
#include <utility>
#include <vector>

namespace workbook {

using Port = std::uint16_t;

struct Socket;

// One end of a connection. A socket of the program holds it, or a peer of the
// test.
struct End {
  End* other = nullptr;
  Socket* holder = nullptr;  // nullptr: a peer of the test, or nobody yet
  std::string arrived;       // bytes sent by the other end, not taken yet
  std::size_t room = 0;      // how many bytes `arrived` may have
  std::size_t sent = 0;      // bytes that this end has ever sent
  std::size_t taken = 0;     // bytes that this end has ever taken
  bool sends = true;         // until it is shut down or closed
  bool receives = true;      // likewise
  bool closed = false;
  bool wants_room = false;  // a write was refused: tell when there is room
  int error = 0;            // what its next call reports, once
  bool reset = false;       // nothing goes in or out any more
};

struct Connection {
  explicit Connection(std::size_t room);
  std::string name;  // who is at the other end, for the story
  Port client_port = 0;
  Port server_port = 0;
  End client;
  End server;
};

// A port where clients may connect: it belongs to a socket of the program, or
// to a server of the test.
struct Listener {
  enum class Manners { accepts, refuses, hangs };
  Port port = 0;
  std::string name;
  Socket* holder = nullptr;  // nullptr: a server of the test
  Manners manners = Manners::accepts;
  bool test_accepts = false;                      // not the code under test
  std::deque<std::shared_ptr<Connection>> queue;  // not accepted yet
  std::vector<Socket*> hanging;  // connects that have no answer yet
};

// A socket of the program.
struct Socket {
  // The thing that it last asked for in vain.
  enum class Waits { nothing, client, connection, bytes, room };

  int descriptor = -1;
  sa_family_t family = AF_INET;
  bool blocking = true;
  Port port = 0;
  std::map<std::pair<int, int>, int> options;
  std::shared_ptr<Listener> listener;
  std::shared_ptr<Connection> connection;
  End* end = nullptr;  // its end of the connection
  int error = 0;       // of a connect that has failed
  Waits waits = Waits::nothing;
  // The bytes that the last short write left, and their place in memory: the
  // next write must go on there.
  const char* rest_at = nullptr;
  std::string rest;

  // How epoll was asked to watch it.
  int epoll = -1;
  std::uint32_t interest = 0;
  epoll_data_t data{};
  bool changed = false;  // something happened since epoll last told of it
};

// The system calls of the program, answered here. They behave as those of
// Linux: -1 and errno when they fail.
class Network {
 public:
  Network();
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // The network of the calling thread, or nullptr: the real one.
  static Network* here();

  // The socket behind a descriptor, or nullptr if it is none of ours.
  Socket* find(int descriptor);

  int open(int family, int type);
  int bind(Socket& socket, Port port);
  int listen(Socket& socket);
  int accept(Socket& socket, int flags);
  int connect(Socket& socket, Port port);
  int shut_down(Socket& socket, int how);
  void close(Socket& socket);
  ssize_t receive(Socket& socket, void* bytes, std::size_t size, int flags);
  ssize_t send(Socket& socket, std::string_view bytes, int flags);
  int take_error(Socket& socket);

  // The events that epoll and poll would report: EPOLLIN and the like.
  std::uint32_t ready(const Socket& socket) const;
  void watch(Socket& socket, int epoll, const epoll_event& wanted);
  void watch_timer(int descriptor, int epoll, const epoll_event& wanted);
  void forget_timer(int descriptor);
  // The events that an epoll_wait would give now.
  int collect(int epoll, epoll_event* events, int size);
  // Whether there is one.
  bool has_events(int epoll) const;

  // The two ends, as the peers of the test use them.
  std::size_t put(End& from, std::string_view bytes);
  std::string take(End& end, std::size_t at_most);
  void end_sending(End& end);
  void hang_up(End& end);
  void reset(End& end);

  // Makes a connection to whoever listens at the port; nullptr if nobody does.
  std::shared_ptr<Connection> reach(Port port, std::string name);
  // The story does not say that the learner's code accepts there.
  void test_accepts_at(Port port);
  std::shared_ptr<Listener> listen_at(Port port, std::string name);
  void stop_listening(Listener& listener);
  // Those who hang are answered as the listener's manners say by now.
  void answer_hanging(Listener& listener);

  // The program keeps its thread instead of awaiting. It is told, and noted.
  void note_blocking(Text what, const std::string& detail = {});
  // Asking again and again is noted, too. True: this was once too often.
  bool asked_too_often();

  // An I/O call begins: true if it must fail, or if its process is dead.
  bool call_fails(const char* name);

  // A call of a file that moves `size` bytes: how many it may move, or -1. What
  // is in the file is the system's affair.
  ssize_t use_disk(const char* name, std::size_t size, bool writes);

  // An event of the story, for a peer of the test or, with no name, for the
  // program. The patterns are those of fmt.
  template <class... Arguments>
  void tell(std::string_view who, const Text& pattern,
            const Arguments&... arguments) {
    if (told_in) told_in->count_pattern(who, pattern, {word(arguments)...});
  }

  Clock clock;
  Faults faults;
  Story* told_in = nullptr;
  long io_calls = 0;  // accept, connect, reads and writes of the program
  long accept_calls = 0;
  long blocking_calls = 0;
  std::size_t taken_from_test = 0;  // bytes of its peers, read by the program
  // On some socket, a write began before the end of another one.
  bool writes_overlapped = false;
  int collected_for = -1;  // the epoll of the last collect()
  long asked = 0;  // calls that only ask, since the loop last looked for events

  // The process that runs: see process.hpp.
  struct Life {
    long calls = 0;        // its I/O calls so far
    long dies_before = 0;  // the number of the call before which it dies
    bool dead = false;
  };
  Life* running = nullptr;

  // In the order in which they were opened. Not by descriptor: other threads
  // open and close files too, so the numbers are not the same in each run.
  std::map<long, Socket> sockets;

 private:
  static std::string_view word(std::string_view text) { return text; }
  static std::string word(std::integral auto number) {
    return std::to_string(number);
  }

  // The events of a socket that epoll has not told of yet.
  std::uint32_t news_of(const Socket& socket, int epoll) const;
  int add_socket(int family, int type);
  void change(End& end);
  void note_write(Socket& socket, std::string_view bytes, std::size_t count);
  int fail(int error);
  bool dead() const { return running && running->dead; }
  std::string name_of(const Socket& socket) const;

  struct Watched {
    int epoll = -1;
    epoll_data_t data{};
  };
  Network* const outer_;
  long opened_ = 0;
  std::map<int, long> by_descriptor_;
  std::map<int, Watched> timers_;
  std::map<Port, std::shared_ptr<Listener>> listeners_;
  Port next_port_ = 40'000;
};

// Bytes for the story: "WHERE 4711\r\n", and how many if they are too many.
std::string quoted(std::string_view bytes);

}  // namespace workbook
