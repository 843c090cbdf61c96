#!/usr/bin/env bash
# One who comes, speaks and goes; one who comes later; and two at a time.
# needs: nc
. "$(dirname "$0")/../serve.sh"

if ! nc -h 2>&1 | grep -q '[[:space:]]-N'; then
  echo "this nc cannot half-close (-N): netcat-openbsd can"
  exit 0
fi
expect '* Your name?
* Ada is here
Ada: hello' "$(printf 'Ada\nhello\nhalf a li' | nc -N 127.0.0.1 "$port")"

mkfifo "$folder/cleo" "$folder/heard"
nc -N 127.0.0.1 "$port" <"$folder/cleo" >"$folder/heard" &
exec 4>"$folder/cleo" 5<"$folder/heard"
hears() {
  read -r line <&5
  expect "$1" "$line"
}
hears '* Your name?'
echo Ada >&4
hears 'Ada: hello'
hears '* Ada is here'

expect '* Your name?
* Not that one. Your name?
Ada: hello
* Bob is here
Bob: ramp 4 is free' "$(printf 'Ada\nBob\nramp 4 is free\r\n' |
  nc -N 127.0.0.1 "$port")"
hears '* Bob is here'
hears 'Bob: ramp 4 is free'
hears '* Bob has left'
exec 4>&-
if read -r line <&5; then
  echo "Ada still hears: $line"
  exit 1
fi
finish
