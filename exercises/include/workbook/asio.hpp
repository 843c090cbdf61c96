// Asio under the names that it has today, whichever version is installed.
//
// Since Asio 1.23, as_tuple and deferred live in namespace asio; before, they
// lived in asio::experimental. Versions are told apart by ASIO_VERSION and not
// by __has_include, which could find the headers of a second, older Asio.
#pragma once

#include <asio/version.hpp>

#if ASIO_VERSION >= 102300
#include <asio/as_tuple.hpp>
#include <asio/deferred.hpp>
#else
#include <asio/experimental/as_tuple.hpp>
#include <asio/experimental/deferred.hpp>
namespace asio {
using experimental::as_tuple;
using experimental::deferred;
}  // namespace asio
#endif
