#!/usr/bin/env bash
# The client of the demo, in a terminal that is a pipe.
# needs: bash
. "$(dirname "$0")/../serve.sh"

mkfifo "$folder/keys" "$folder/screen"
"$1" "$port" Ada <"$folder/keys" >"$folder/screen" &
ada=$!
exec 4>"$folder/keys" 5<"$folder/screen"
hears() {
  read -r line <&5
  expect "$1" "$line"
}
hears '* Your name?'
hears '* Ada is here'
echo 'the lorry is late' >&4
hears 'Ada: the lorry is late'
expect '* Your name?
Ada: the lorry is late
* Bob is here
Bob: which one?' "$(echo 'which one?' | "$1" "$port" Bob)"
hears '* Bob is here'
hears 'Bob: which one?'
hears '* Bob has left'
exec 4>&-
wait "$ada"
finish
