// For wrong answers: a server that is right, in pieces. Each answer does one of
// these pieces in its own way, and says which server is the one.
//
//   struct StopClosesAll : plain::Server {
//     using Server::Server;
//     void let_go(plain::Talk& talk) override { ... }
//   };
//
//   std::shared_ptr<plain::Server> plain::make_server(tcp::acceptor& acceptor,
//                                                     Handler handler,
//                                                     std::size_t most) {
//     return std::make_shared<StopClosesAll>(acceptor, std::move(handler),
//                                            most);
//   }
//
// The functions of exo38::Server are defined here, and not inline: a program
// has one of these answers, and the linker takes them before those of the
// reference.
#pragma once

#include <cstddef>
#include <exo38-server/plain_door.hpp>
#include <exo38-server/plain_talk.hpp>
#include <list>
#include <memory>
#include <utility>

namespace exo38 {

namespace plain {

struct Server : Door {
  using Door::Door;

  asio::awaitable<void> run() override {
    co_await Door::run();
    co_await wait_for_the_last();
  }
  virtual asio::awaitable<void> wait_for_the_last() {
    while (guests > 0) co_await bell.async_wait(as_result);
  }

  // ---- A client

  asio::awaitable<void> welcome(tcp::socket socket) override {
    // The port was closed while this client was on its way from accept.
    if (!is_open()) co_return;
    co_await Door::welcome(std::move(socket));
  }
  // In the list before the talk begins: stop() may come first.
  asio::awaitable<void> talk_with(tcp::socket socket) override {
    talks.push_back(make_talk(std::move(socket)));
    return hold(talks.back());
  }
  virtual std::shared_ptr<Talk> make_talk(tcp::socket socket) {
    return std::make_shared<Talk>(std::move(socket), handler);
  }
  asio::awaitable<void> hold(std::shared_ptr<Talk> talk) {
    co_await talk->hold();
    talks.remove(talk);
  }

  // ---- The end

  void stop() {
    close_port();
    wake();
    for (const auto& talk : talks) let_go(*talk);
  }
  virtual void close_port() { acceptor.close(); }
  // run() may wait for a guest to leave, or for a pause to be over.
  virtual void wake() {
    bell.cancel();
    pause.cancel();
  }
  virtual void let_go(Talk& talk) {
    talk.last = true;
    // Only a read is pending, so that is all this cancels.
    if (talk.idle) talk.socket.cancel();
  }

  std::list<std::shared_ptr<Talk>> talks;
};

// The one of the answer.
std::shared_ptr<Server> make_server(tcp::acceptor& acceptor, Handler handler,
                                    std::size_t most);

}  // namespace plain

struct Server::State {
  State(tcp::acceptor own, Handler handler, std::size_t most)
      : acceptor(std::move(own)),
        server(plain::make_server(acceptor, std::move(handler), most)) {}

  tcp::acceptor acceptor;
  const std::shared_ptr<plain::Server> server;
};

Server::Server(tcp::acceptor acceptor, Handler handler, std::size_t most)
    : state_(new State(std::move(acceptor), std::move(handler), most)) {}

asio::awaitable<void> Server::run() {
  const auto state = state_;
  co_await state->server->run();
}

void Server::stop() { state_->server->stop(); }

}  // namespace exo38
