// The World, as the system calls see it: results and errno are those of Linux.
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <support/expect.hpp>
#include <support/world/peer.hpp>
#include <support/world/world.hpp>

using workbook::Client;
using workbook::Port;
using workbook::Server;
using workbook::World;

namespace {

sockaddr_in at(Port port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int connect_to(int descriptor, Port port) {
  const auto address = at(port);
  return ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address),
                   sizeof address);
}

int bind_to(int descriptor, Port port) {
  const auto address = at(port);
  return ::bind(descriptor, reinterpret_cast<const sockaddr*>(&address),
                sizeof address);
}

Port port_of(int descriptor, decltype(&::getsockname) who) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (who(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    return 0;
  return ntohs(address.sin_port);
}

int new_socket(int flags = SOCK_NONBLOCK) {
  return ::socket(AF_INET, SOCK_STREAM | flags, 0);
}

// A socket that listens, and one that was accepted from it.
struct Accepted {
  explicit Accepted(World& world)
      : listening(new_socket()),
        port((bind_to(listening, 0), ::listen(listening, 5),
              port_of(listening, ::getsockname))),
        ada(world, "Ada", port),
        socket(::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK)) {}
  ~Accepted() {
    ::close(socket);
    ::close(listening);
  }
  int listening;
  Port port;
  Client ada;
  int socket;
};

}  // namespace

TEST_CASE("ports are given, and are taken only once", "[step2]") {
  World world;
  const int one = new_socket(), two = new_socket();
  CHECK(bind_to(one, 7'000) == 0);
  CHECK(bind_to(one, 7'001) == -1);
  CHECK(errno == EINVAL);
  CHECK(::listen(one, 5) == 0);
  CHECK(port_of(one, ::getsockname) == 7'000);
  CHECK(bind_to(two, 7'000) == -1);
  CHECK(errno == EADDRINUSE);
  CHECK(bind_to(two, 0) == 0);
  CHECK(port_of(two, ::getsockname) != 0);
  CHECK(port_of(two, ::getpeername) == 0);
  CHECK(errno == ENOTCONN);
  ::close(one);
  const int three = new_socket();
  CHECK(bind_to(three, 7'000) == 0);
  ::close(two);
  ::close(three);
  CHECK(world.open_sockets() == 0);
}

TEST_CASE("both ends know each other's port", "[step2]") {
  World world;
  Accepted it(world);
  CHECK(port_of(it.socket, ::getsockname) == it.port);
  CHECK(port_of(it.socket, ::getpeername) >= 40'000);
}

TEST_CASE("a program may connect to itself", "[step2]") {
  World world;
  const int listening = new_socket(), client = new_socket();
  bind_to(listening, 0);
  ::listen(listening, 5);
  CHECK(connect_to(client, port_of(listening, ::getsockname)) == -1);
  CHECK(errno == EINPROGRESS);
  int error = -1;
  socklen_t size = sizeof error;
  CHECK(::getsockopt(client, SOL_SOCKET, SO_ERROR, &error, &size) == 0);
  CHECK(error == 0);
  const int server = ::accept(listening, nullptr, nullptr);
  REQUIRE(server >= 0);
  CHECK(port_of(client, ::getsockname) == port_of(server, ::getpeername));
  CHECK(::write(client, "hi", 2) == 2);
  std::array<char, 4> bytes{};
  CHECK(::read(server, bytes.data(), bytes.size()) == 2);
  for (int each : {listening, client, server}) ::close(each);
}

TEST_CASE("nobody listens: ECONNREFUSED", "[step2]") {
  World world;
  const int client = new_socket();
  CHECK(connect_to(client, 9) == -1);
  CHECK(errno == ECONNREFUSED);
  ::close(client);
}

TEST_CASE("nothing to read: EAGAIN; then the bytes; then the end", "[step2]") {
  World world;
  Accepted it(world);
  std::array<char, 8> bytes{};
  CHECK(::recv(it.socket, bytes.data(), 8, 0) == -1);
  CHECK(errno == EAGAIN);
  it.ada.send("abc");
  int available = 0;
  CHECK(::ioctl(it.socket, FIONREAD, &available) == 0);
  CHECK(available == 3);
  CHECK(::recv(it.socket, bytes.data(), 8, MSG_PEEK) == 3);
  CHECK(::recv(it.socket, bytes.data(), 2, 0) == 2);
  it.ada.half_close();
  CHECK(::recv(it.socket, bytes.data(), 8, 0) == 1);
  CHECK(::recv(it.socket, bytes.data(), 8, 0) == 0);
  CHECK(::recv(it.socket, bytes.data(), 8, 0) == 0);
}

TEST_CASE("bytes before a reset are read, then ECONNRESET once", "[step2]") {
  World world;
  Accepted it(world);
  it.ada.send("last");
  it.ada.reset();
  std::array<char, 8> bytes{};
  CHECK(::recv(it.socket, bytes.data(), 8, 0) == 4);
  CHECK(::recv(it.socket, bytes.data(), 8, 0) == -1);
  CHECK(errno == ECONNRESET);
  CHECK(::recv(it.socket, bytes.data(), 8, 0) == 0);
  CHECK(::send(it.socket, "x", 1, MSG_NOSIGNAL) == -1);
  CHECK(errno == EPIPE);
}

TEST_CASE("nobody is there: the second write fails", "[step2]") {
  World world;
  Accepted it(world);
  it.ada.hang_up();
  CHECK(::send(it.socket, "x", 1, MSG_NOSIGNAL) == 1);
  CHECK(::send(it.socket, "x", 1, MSG_NOSIGNAL) == -1);
  CHECK(errno == EPIPE);
}

TEST_CASE("after shutdown nothing is sent, and reading goes on", "[step2]") {
  World world;
  Accepted it(world);
  CHECK(::shutdown(it.socket, SHUT_WR) == 0);
  CHECK(it.ada.ended());
  CHECK(::send(it.socket, "x", 1, MSG_NOSIGNAL) == -1);
  CHECK(errno == EPIPE);
  it.ada.send("still");
  std::array<char, 8> bytes{};
  CHECK(::read(it.socket, bytes.data(), 8) == 5);
  CHECK(::shutdown(it.socket, SHUT_RD) == 0);
  CHECK(::read(it.socket, bytes.data(), 8) == 0);
}

TEST_CASE("closed with SO_LINGER 0, a connection is reset", "[step2]") {
  World world;
  Accepted it(world);
  const linger at_once{1, 0};
  CHECK(::setsockopt(it.socket, SOL_SOCKET, SO_LINGER, &at_once,
                     sizeof at_once) == 0);
  linger held{};
  socklen_t size = sizeof held;
  CHECK(::getsockopt(it.socket, SOL_SOCKET, SO_LINGER, &held, &size) == 0);
  CHECK(held.l_onoff == 1);
  ::close(it.socket);
  CHECK(it.ada.cut());
}

TEST_CASE("a full direction takes a part, then EAGAIN", "[step2]") {
  World world;
  world.faults.room = 10;
  Accepted it(world);
  CHECK(::send(it.socket, "0123456789abc", 13, MSG_NOSIGNAL) == 10);
  CHECK(::send(it.socket, "abc", 3, MSG_NOSIGNAL) == -1);
  CHECK(errno == EAGAIN);
  pollfd polled{it.socket, POLLIN | POLLOUT, 0};
  CHECK(::poll(&polled, 1, 0) == 0);
  it.ada.receive(4);
  CHECK(::poll(&polled, 1, 0) == 1);
  CHECK(polled.revents == POLLOUT);
  CHECK(::send(it.socket, "abcdef", 6, MSG_NOSIGNAL) == 4);
}

TEST_CASE("several buffers are one", "[step2]") {
  World world;
  Accepted it(world);
  std::string one = "scatter", two = "gather";
  const std::array buffers{iovec{one.data(), one.size()},
                           iovec{two.data(), two.size()}};
  CHECK(::writev(it.socket, buffers.data(), 2) == 13);
  CHECK(it.ada.receive() == "scattergather");
  it.ada.send("SCATTERGATH");
  CHECK(::readv(it.socket, buffers.data(), 2) == 11);
  CHECK(one == "SCATTER");
  CHECK(two == "GATHer");
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(buffers.data());
  message.msg_iovlen = 2;
  CHECK(::sendmsg(it.socket, &message, MSG_NOSIGNAL) == 13);
  it.ada.send("abcdefghi");
  CHECK(::recvmsg(it.socket, &message, 0) == 9);
  CHECK(one == "abcdefg");
}

TEST_CASE("O_NONBLOCK comes and goes, by fcntl and by ioctl", "[step2]") {
  World world;
  const int socket = new_socket(0);
  CHECK((::fcntl(socket, F_GETFL) & O_NONBLOCK) == 0);
  int on = 1;
  CHECK(::ioctl(socket, FIONBIO, &on) == 0);
  CHECK((::fcntl(socket, F_GETFL) & O_NONBLOCK) != 0);
  CHECK(::fcntl(socket, F_SETFL, O_RDWR) == 0);
  CHECK((::fcntl(socket, F_GETFL) & O_NONBLOCK) == 0);
  ::close(socket);
}

TEST_CASE("options are kept", "[step2]") {
  World world;
  const int socket = new_socket();
  const int on = 1;
  CHECK(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0);
  int held = 0;
  socklen_t size = sizeof held;
  CHECK(::getsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &held, &size) == 0);
  CHECK(held == 1);
  CHECK(::getsockopt(socket, SOL_SOCKET, SO_TYPE, &held, &size) == 0);
  CHECK(held == SOCK_STREAM);
  ::close(socket);
}

TEST_CASE("epoll tells of an edge once, of a level each time", "[step2]") {
  World world;
  Accepted it(world);
  for (const bool edge : {true, false}) {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event wanted{};
    wanted.events = EPOLLIN | (edge ? EPOLLET : 0u);
    wanted.data.fd = it.socket;
    REQUIRE(::epoll_ctl(epoll, EPOLL_CTL_ADD, it.socket, &wanted) == 0);
    std::array<epoll_event, 4> events{};
    const auto told = [&] { return ::epoll_wait(epoll, events.data(), 4, 0); };
    CHECK(told() == 0);
    it.ada.send("a");
    CHECK(told() == 1);
    CHECK(events[0].data.fd == it.socket);
    CHECK(told() == (edge ? 0 : 1));
    it.ada.send("b");
    CHECK(told() == 1);
    std::array<char, 8> bytes{};
    CHECK(::read(it.socket, bytes.data(), 8) == 2);
    CHECK(told() == 0);
    ::epoll_ctl(epoll, EPOLL_CTL_DEL, it.socket, nullptr);
    ::close(epoll);
  }
}

TEST_CASE("epoll tells the last one to shut down that it is over", "[step2]") {
  World world;
  Accepted it(world);
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  epoll_event wanted{};
  wanted.events = EPOLLIN | EPOLLET;
  REQUIRE(::epoll_ctl(epoll, EPOLL_CTL_ADD, it.socket, &wanted) == 0);
  std::array<epoll_event, 4> events{};
  const auto told = [&] { return ::epoll_wait(epoll, events.data(), 4, 0); };
  it.ada.half_close();
  CHECK(told() == 1);
  CHECK(told() == 0);
  CHECK(::shutdown(it.socket, SHUT_WR) == 0);
  CHECK(told() == 1);
  CHECK((events[0].events & EPOLLHUP) != 0);
  ::close(epoll);
}

TEST_CASE("what is not of the World goes to the system", "[step2]") {
  World world;
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  CHECK(::write(ends[1], "pipe", 4) == 4);
  std::array<char, 8> bytes{};
  CHECK(::read(ends[0], bytes.data(), 8) == 4);
  ::close(ends[0]);
  ::close(ends[1]);
  CHECK(::recv(-1, bytes.data(), 8, 0) == -1);
  CHECK(errno == EBADF);
  CHECK(::socket(AF_INET, SOCK_DGRAM, 0) == -1);
}
