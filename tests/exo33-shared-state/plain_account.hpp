// For wrong answers: an Account that is right, in pieces. Each answer does one
// of these pieces in its own way, and says which account book is the one.
//
//   struct KeepsOnANo : plain::Book {
//     using Book::Book;
//     void says_no(long) override {}
//   };
//
//   std::unique_ptr<plain::Book> plain::make_book(
//       asio::any_io_executor executor, Page& page) {
//     return std::make_unique<KeepsOnANo>(asio::make_strand(executor), page);
//   }
//
// The functions of Account are defined here, and not inline: a program has one
// of these answers, and the linker takes them before those of the reference.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <utility>

#include "shared_state.hpp"

namespace exo33 {

namespace plain {

using Strand = asio::strand<asio::any_io_executor>;

struct Book {
  Book(Strand its_strand, Page& its_page)
      : strand(its_strand), page(its_page) {}
  virtual ~Book() = default;

  // Where the caller is.
  virtual asio::awaitable<bool> on_the_strand(long amount, Question confirm) {
    co_return co_await asio::co_spawn(strand, withdraw(amount, confirm),
                                      asio::use_awaitable);
  }

  // ---- On the strand

  virtual asio::awaitable<bool> withdraw(long amount, Question confirm) {
    const bool taken = take(amount);
    if (!taken) co_return false;
    bool agreed = false;
    try {
      agreed = co_await ask(confirm);
    } catch (...) {
      question_has_failed(amount);
      co_return false;
    }
    if (agreed)
      says_yes(amount);
    else
      says_no(amount);
    co_return agreed;
  }
  // False if that is more than there is.
  virtual bool take(long amount) {
    const long balance = page.read();
    if (balance < amount) return false;
    page.write(balance - amount);
    return true;
  }
  virtual asio::awaitable<bool> ask(const Question& confirm) {
    return confirm();
  }
  virtual void says_yes(long /*amount*/) {}
  virtual void says_no(long amount) { give_back(amount); }
  // While the exception is being handled.
  virtual void question_has_failed(long amount) {
    give_back(amount);
    throw;
  }
  void give_back(long amount) { page.write(page.read() + amount); }

  const Strand strand;
  Page& page;
};

// The one of the answer.
std::unique_ptr<Book> make_book(asio::any_io_executor executor, Page& page);

}  // namespace plain

struct Account::State {
  const std::unique_ptr<plain::Book> book;
};

Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{plain::make_book(executor, page)}) {}

asio::awaitable<bool> Account::withdraw(long amount, Question confirm) {
  return state_->book->on_the_strand(amount, std::move(confirm));
}

}  // namespace exo33
