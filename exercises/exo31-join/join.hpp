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

// Something to be asked. Calling it asks nothing yet and throws nothing: it
// makes an awaitable, and the question is put when that is awaited. The answer
// may take any time. Five promises hold for all functions below:
//
// - Each question is called once, and what it makes is awaited once.
// - A question lives until what it made has ended, which may use what it holds.
// - All are asked at once, however many there are: none has to wait for the
//   answer of another one.
// - They are asked on the executor of the coroutine that awaits the function,
//   and no other thread takes part.
// - Nothing is kept from one call of a function to another, be it later or at
//   the same time: when a call has ended, its questions are gone.
template <class Answer>
using Question = std::function<asio::awaitable<Answer>()>;

// A shop answers with its price, in cents.
using Shop = Question<int>;

struct Offer {
  int cents = 0;
  std::string day;
};

// Step 1. One parcel: asks for its price and for the day of delivery, both at
// the same time. Here, and in step 2, both are sure to answer: what happens
// when one fails is the subject of step 3.
//
// - It ends when both have answered, whichever comes first.
// - It returns the price and the day just as they were said, whatever they are.
asio::awaitable<Offer> ask_both(Question<int> price, Question<std::string> day);

// Step 2. Asks all shops at the same time.
//
// - It ends when the last one has answered.
// - It returns all answers just as they were said, in the order of `shops`,
//   whichever arrived first.
// - No shops: no answers, at once.
asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops);

// Step 3. As ask_all, for shops that may fail.
//
// - If all answer, it ends as ask_all does, and returns the same.
// - The first failure cancels all who still work on their answer.
// - It ends once every shop that was asked has ended, and no sooner.
// - Its caller gets the first failure: the very exception that was thrown,
//   whatever its type, and not what a cancelled shop says.
// - Cancelled by its caller, it cancels the shops, waits until they have ended,
//   and throws asio::error::operation_aborted.
//
// Three things are left open. A second shop may fail before it has heard of the
// first failure: the caller then gets either. A shop may answer, or throw
// something of its own, although its courier was cancelled: the caller may then
// get that. And when one fails as soon as it is asked, those that come after it
// may be left unasked.
asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops);

// Receives the answer of shops[number]. What it throws is a failure.
using Report = std::function<void(std::size_t number, int cents)>;

// Step 4. Asks all shops at the same time, and hands on their answers.
//
// - Each answer is handed on as soon as it arrives, whoever is still thinking.
// - It is handed on just as it was said, with the number of its shop.
// - It is handed on once, also if `report` throws.
// - It is `report` itself that is called, not a copy: it belongs to the caller,
//   who awaits, and has it afterwards.
// - `report` is called on the executor of the coroutine that awaits, too.
// - It ends when the last answer has been handed on; without shops, at once.
// - A failure, of a shop or of `report`, ends it as in step 3: it cancels the
//   others, waits for them, and throws the very exception.
// - Cancelled by its caller, it cancels the shops and waits for them, as in
//   step 3.
//
// One thing more is left open: whether an answer is handed on that comes after
// a failure or a cancellation.
asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report);

}  // namespace exo31
