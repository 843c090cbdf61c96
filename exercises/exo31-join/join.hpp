// exo31: join. Given; there is nothing to edit here.
//
// A courier collects quotes. Each shop takes its own time to answer, and nobody
// wants to stand in front of one counter while the others could be thinking
// about it already. One courier, which is to say one thread, asks them all.
#pragma once

#include <asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace exo31 {

// Something to be asked, once per awaitable that it makes. Calling it asks
// nothing yet and throws nothing: the question is put when the awaitable is
// awaited, and the answer may take any time.
//
// Everything here runs on the executor of the coroutine that awaits: questions
// are put there, and no other thread takes part.
template <class Answer>
using Question = std::function<asio::awaitable<Answer>()>;

// A shop answers with its price, in cents.
using Shop = Question<int>;

struct Offer {
  int cents = 0;
  std::string day;
};

// Step 1. One parcel: asks for its price and for the day of delivery, both at
// the same time, each once. Here, and in step 2, both are sure to answer: what
// happens when one fails is the subject of step 3.
asio::awaitable<Offer> ask_both(Question<int> price, Question<std::string> day);

// Step 2. Asks all shops at the same time, each once. The answers come in the
// order of `shops`, whichever arrives first. No shops: no answers, at once.
asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops);

// Step 3. As ask_all, for shops that may fail. The first failure cancels all
// who still work on their answer, and is what the caller gets, the very same
// exception, once every shop that was asked has ended. Cancelled by its caller,
// it cancels the shops, waits until they have ended, and ends with
// asio::error::operation_aborted.
asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops);

// Receives the answer of shops[number]. What it throws is a failure.
using Report = std::function<void(std::size_t number, int cents)>;

// Step 4. Asks all shops at the same time, each once, and hands on each answer
// as soon as it arrives, whoever is still thinking. Ends after the last one. A
// failure, of a shop or of `report`, ends it as in step 3; what was handed on
// before that stays so. `report` belongs to the caller, who awaits.
asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report);

}  // namespace exo31
