#!/usr/bin/env bash
# What no well-bred client sends, byte by byte over real TCP.
# needs: bash
here=$(cd "$(dirname "$0")" && pwd)
site=$here/../../../exercises/exo43-http/site
arguments=("$site")
. "$here/../serve.sh"

# say BYTES: the first lines of all answers, until the server closes.
say() {
  exec 4<>"/dev/tcp/127.0.0.1/$port"
  printf '%b' "$1" >&4
  tr -d '\r' <&4 | grep -a '^HTTP/1.1 '
  exec 4>&-
}
host='Host: relay\r\n'
close='Connection: close\r\n'
ok='HTTP/1.1 200 OK'
bad='HTTP/1.1 400 Bad Request'

# Three in one write, the last of them says goodbye.
expect "$ok
$ok
$ok" "$(say "GET / HTTP/1.1\r\n$host\r\nGET /fr/ HTTP/1.1\r\n$host\r\nGET / \
HTTP/1.1\r\n$host$close\r\n")"
# The request in the body stays there.
expect "$ok" "$(say "POST /echo HTTP/1.1\r\n$host${close}Content-Length: 5\r\n\
\r\nhelloGET / HTTP/1.1\r\n$host\r\n")"
# Two lengths, and what would be smuggled.
expect "$bad" "$(say "POST /echo HTTP/1.1\r\n${host}Content-Length: 5\r\n\
Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n$host\r\n")"
expect "$bad" "$(say "POST /echo HTTP/1.1\r\n${host}Content-Length: 5\r\n\
Content-Length: 6\r\n\r\nhello!GET / HTTP/1.1\r\n$host\r\n")"
expect "$bad" "$(say "GET / HTTP/1.1\n")"
expect "$bad" "$(say 'HELO relay\r\n\r\n')"
expect 'HTTP/1.1 505 HTTP Version Not Supported' \
  "$(say "GET / HTTP/2.0\r\n$host\r\n")"
# HTTP/1.0 knows no other end than the end.
expect "$ok" "$(say 'GET / HTTP/1.0\r\n\r\n')"
finish
