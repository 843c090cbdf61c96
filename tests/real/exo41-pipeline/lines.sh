#!/usr/bin/env bash
# Lines go there, an answer comes back, and each end is told to the other side.
# needs: nc
. "$(dirname "$0")/between"

echo 'thank you' > "$place/answer"
listen tee "$place/all"
. "$(dirname "$0")/../serve.sh"

got=$(printf 'one\ntwo\nand the last' | nc -N 127.0.0.1 "$port")
expect 'thank you' "$got"
wait "$sink"
wait "$reader"
expect 'ONE
TWO
AND THE LAST' "$(cat "$place/all")"
total
expect 20 "$written"
rm -r "$place"
