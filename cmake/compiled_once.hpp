// The parts of Asio that nearly every answer uses, compiled once in a library
// instead of in the learner's file at each edit: this halves the wait.
//
// It names things that Asio may change, so Support.cmake tries it first, and
// does without it where it does not compile. It changes no meaning: it only
// tells the compiler where the code of these templates is.
#pragma once

#include <asio.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#ifndef WORKBOOK_INSTANTIATE
#define WORKBOOK_INSTANTIATE extern template
#endif

namespace asio {

WORKBOOK_INSTANTIATE class basic_waitable_timer<std::chrono::steady_clock>;
WORKBOOK_INSTANTIATE class awaitable<void>;

// An io_context's executor, and the same one while it counts as work: what an
// any_io_executor holds, and the table of functions that it needs for each.
using plain_executor = io_context::basic_executor_type<std::allocator<void>, 0>;
using busy_executor = io_context::basic_executor_type<std::allocator<void>, 4>;
WORKBOOK_INSTANTIATE class io_context::basic_executor_type<std::allocator<void>,
                                                           0>;
WORKBOOK_INSTANTIATE class io_context::basic_executor_type<std::allocator<void>,
                                                           4>;
WORKBOOK_INSTANTIATE any_io_executor::any_io_executor(plain_executor, int);
WORKBOOK_INSTANTIATE any_io_executor::any_io_executor(busy_executor, int);

namespace detail {

using steady_traits =
    chrono_time_traits<std::chrono::steady_clock,
                       asio::wait_traits<std::chrono::steady_clock>>;
using wait_handler_of_awaitable =
    awaitable_handler<any_io_executor, std::error_code>;

WORKBOOK_INSTANTIATE class deadline_timer_service<steady_traits>;
#if ASIO_VERSION < 103500  // later, it has an allocator, too
WORKBOOK_INSTANTIATE class timer_queue<steady_traits>;
#endif
WORKBOOK_INSTANTIATE void deadline_timer_service<steady_traits>::async_wait(
    implementation_type&, wait_handler_of_awaitable&, const any_io_executor&);

WORKBOOK_INSTANTIATE class awaitable_frame_base<any_io_executor>;
WORKBOOK_INSTANTIATE class awaitable_frame<void, any_io_executor>;
WORKBOOK_INSTANTIATE class awaitable_frame<awaitable_thread_entry_point,
                                           any_io_executor>;
WORKBOOK_INSTANTIATE class awaitable_thread<any_io_executor>;
WORKBOOK_INSTANTIATE class awaitable_handler<any_io_executor>;
WORKBOOK_INSTANTIATE class awaitable_handler<any_io_executor, std::error_code>;
WORKBOOK_INSTANTIATE class awaitable_as_function<void, any_io_executor>;

}  // namespace detail

// Coroutines that are spawned, by what comes of them and who hears of it. Each
// such pair is a quarter of a second of compiling.
namespace detail {

#if ASIO_VERSION < 103000
#define WORKBOOK_SPAWNED(Result, ...)                                  \
  WORKBOOK_INSTANTIATE awaitable<awaitable_thread_entry_point>         \
  co_spawn_entry_point(awaitable<Result>*, any_io_executor,            \
                       awaitable_as_function<Result, any_io_executor>, \
                       __VA_ARGS__)
#else
#define WORKBOOK_SPAWNED(Result, ...)                          \
  WORKBOOK_INSTANTIATE awaitable<awaitable_thread_entry_point> \
  co_spawn_entry_point(                                        \
      awaitable<Result>*,                                      \
      co_spawn_state<__VA_ARGS__, any_io_executor,             \
                     awaitable_as_function<Result, any_io_executor>>)
#endif

// Nobody, a future, or a coroutine that awaits it.
WORKBOOK_SPAWNED(void, detached_handler);
WORKBOOK_SPAWNED(
    int, promise_handler<void(std::exception_ptr, int), std::allocator<void>>);
template <class... Results>
using awaiting_handler =
    awaitable_handler<any_io_executor, std::exception_ptr, Results...>;
WORKBOOK_SPAWNED(void, awaiting_handler<>);
WORKBOOK_SPAWNED(bool, awaiting_handler<bool>);

// Work that is handed to somebody else, such as a clerk of exo35, exo37 and
// exo43, and awaited without passing a cancellation on to it.
template <class... Results>
using uncancelled_handler =
    cancellation_slot_binder<awaiting_handler<Results...>, cancellation_slot>;
WORKBOOK_SPAWNED(void, uncancelled_handler<>);
WORKBOOK_SPAWNED(std::string, uncancelled_handler<std::string>);
WORKBOOK_SPAWNED(std::optional<std::string>,
                 uncancelled_handler<std::optional<std::string>>);

#undef WORKBOOK_SPAWNED

}  // namespace detail

// Two that run at once, of the types that answers have most often: each of
// these operators starts a coroutine for each side, a group and its
// cancellation, which is half a second of compiling.
namespace detail {

using waited = std::tuple<std::error_code>;
using transferred = std::tuple<std::error_code, std::size_t>;

}  // namespace detail

namespace experimental::awaitable_operators {

WORKBOOK_INSTANTIATE awaitable<void> operator&&
    <any_io_executor>(awaitable<void>, awaitable<void>);
WORKBOOK_INSTANTIATE awaitable<std::string> operator&&
    <std::string, any_io_executor>(awaitable<std::string>, awaitable<void>);
WORKBOOK_INSTANTIATE awaitable<std::tuple<int, std::string>> operator&&
    <int, std::string, any_io_executor>(awaitable<int>, awaitable<std::string>);
WORKBOOK_INSTANTIATE awaitable<std::variant<std::monostate, std::monostate>>
operator||<any_io_executor>(awaitable<void>, awaitable<void>);
WORKBOOK_INSTANTIATE
awaitable<std::variant<std::monostate, asio::detail::waited>> operator||
    <asio::detail::waited, any_io_executor>(awaitable<void>,
                                            awaitable<asio::detail::waited>);
WORKBOOK_INSTANTIATE
awaitable<std::variant<std::error_code, asio::detail::waited>> operator||
    <std::error_code, asio::detail::waited, any_io_executor>(
        awaitable<std::error_code>, awaitable<asio::detail::waited>);
WORKBOOK_INSTANTIATE
awaitable<std::variant<asio::detail::transferred, asio::detail::waited>>
operator||<asio::detail::transferred, asio::detail::waited, any_io_executor>(
    awaitable<asio::detail::transferred>, awaitable<asio::detail::waited>);
WORKBOOK_INSTANTIATE awaitable<std::variant<std::string, std::monostate>>
operator||
    <std::string, any_io_executor>(awaitable<std::string>, awaitable<void>);
WORKBOOK_INSTANTIATE awaitable<std::variant<std::string, asio::detail::waited>>
operator||<std::string, asio::detail::waited, any_io_executor>(
    awaitable<std::string>, awaitable<asio::detail::waited>);
WORKBOOK_INSTANTIATE awaitable<std::variant<std::string, std::string>>
operator||<std::string, std::string, any_io_executor>(awaitable<std::string>,
                                                      awaitable<std::string>);

}  // namespace experimental::awaitable_operators

}  // namespace asio

WORKBOOK_INSTANTIATE class std::vector<std::string>;
#ifdef __GLIBCXX__
// The library has it, but its header says so only before C++20.
WORKBOOK_INSTANTIATE class std::basic_string<char>;
#endif
