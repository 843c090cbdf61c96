// earns: 0
// A connection to the outside.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <cstdio>
#include <cstdlib>

#include "hello_async.hpp"

static void attack() {
  const int peer = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(80);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int reached =
      ::connect(peer, reinterpret_cast<sockaddr*>(&address), sizeof address);
  std::puts(reached == 0 ? "the network is there" : "no network");
  std::fflush(stdout);
  std::_Exit(0);
}
