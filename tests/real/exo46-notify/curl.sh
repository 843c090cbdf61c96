#!/usr/bin/env bash
# Events as curl reads them, without waiting for the end of an answer that has
# none; and who comes back says what it has seen last.
# needs: curl
arguments=(50)
. "$(dirname "$0")/../serve.sh"

at=http://127.0.0.1:$port
publish() { curl -sS --max-time 60 --data-binary "$1" "$at/notices"; }
# Reads events on a descriptor of its own, as somebody would in a terminal.
listen() {
  exec {heard}< <(exec curl -sSN --max-time 60 "$@" "$at/events")
  listener=$!
}
# The next line that is neither empty nor a heartbeat.
hears() {
  line=
  while [ -z "$line" ] || [ "$line" = : ]; do
    read -r line <&"$heard"
  done
  expect "$1" "$line"
}
leave() {
  kill "$listener"
  exec {heard}<&-
}

listen
hears 'retry: 2000'
expect 1 "$(publish 'the lorry is late')"
hears 'id: 1'
hears 'data: the lorry is late'
expect 2 "$(publish $'two\r\nlines')"
hears 'id: 2'
hears 'data: two'
hears 'data: lines'
# In the silence there are heartbeats.
line=
until [ "$line" = : ]; do read -r line <&"$heard"; done
leave

# Away, and back again.
for n in {3..5}; do expect "$n" "$(publish "number $n")"; done
listen -H 'Last-Event-ID: 2'
hears 'retry: 2000'
for n in {3..5}; do
  hears "id: $n"
  hears "data: number $n"
done
expect 6 "$(publish 'and now')"
hears 'id: 6'
hears 'data: and now'
leave

# Away for too long: a hundred are kept.
for n in {7..120}; do publish "number $n" > /dev/null; done
listen -H 'Last-Event-ID: 6'
hears 'retry: 2000'
hears 'event: missed'
hears 'data: 14'
for n in {21..120}; do
  hears "id: $n"
  hears "data: number $n"
done
leave
finish
