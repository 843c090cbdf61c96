#!/usr/bin/env bash
# 300 million bytes, to somebody who takes nothing at first: the sender comes to
# a stop, and memory stays what it is.
# needs: nc
. "$(dirname "$0")/between"

count_later() {
  read -r _ < "$place/go"
  wc -c > "$place/arrived"
}

listen count_later
. "$(dirname "$0")/../serve.sh"

bytes=300000000
yes "parcel 4711 $(printf '%03000d' 0)" | head -c "$bytes" |
  nc -N 127.0.0.1 "$port" > "$place/back" &
sender=$!
# Until the program says the same twice: it has come to a stop.
before=
while read -r line <&3; do
  case $line in *' 0 held') ;; "$before") break ;; esac
  before=$line
done
echo "stopped: $line"
echo go > "$place/go"
wait "$sender"
wait "$sink"
wait "$reader"
total
expect "$bytes" "$(cat "$place/arrived")"
expect "$bytes" "$bytes_read"
expect "$bytes" "$written"
test "$most_held" -le $((64 * 1024 + 4 * 4 * 1024))
test "$memory" -le 16384
rm -r "$place"
