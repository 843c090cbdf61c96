#!/usr/bin/env bash
# A broker by hand; killed, it remembers.
# needs: nc
set -eu
folder=$(mktemp -d)
mkfifo "$folder/said"
trap 'kill -9 "$program" 2> /dev/null || true; rm -rf "$folder"' EXIT
start() {
  "$1" broker "$2" "$folder/relay" 60000 > "$folder/said" &
  program=$!
  exec 3< "$folder/said"
  read -r line <&3
  port=${line#Relay listens at port }
  port=${port%%.*}
}
ask() {
  printf '%s\n' "$@" | nc -N 127.0.0.1 "$port"
}
expect() {
  if [ "$1" != "$2" ]; then
    printf 'expected:\n%s\ngot:\n%s\n' "$1" "$2"
    exit 1
  fi
}
start "$1" 0
expect 'OK
OK
TASK 1 1 60000 Ada, Lyon
ERR' "$(ask 'PUT 1 Ada, Lyon' 'PUT 2 Bob' 'TAKE anna' 'HELLO' | sed 's/^ERR.*/ERR/')"
kill -9 "$program"
wait "$program" 2> /dev/null || true
start "$1" "$port"
expect 'OK
LATE
TASK 2 2 60000 Bob
OK' "$(ask 'DONE 1 1' 'DONE 1 1' 'TAKE anna' 'DONE 2 2')"
