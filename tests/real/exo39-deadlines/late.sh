#!/usr/bin/env bash
# One office asks another, which is stopped in the middle of it all: its machine
# takes the letters, and nobody answers. When it goes on, its late answer is not
# given to the next who asks.
# needs: nc
. "$(dirname "$0")/../serve.sh"

mkfifo "$folder/second"
"$1" 0 "$port" > "$folder/second" &
second=$!
trap 'kill -9 "$program" "$second" 2> /dev/null || true; rm -rf "$folder"' EXIT
exec 4< "$folder/second"
read -r line <&4
door=${line#Relay listens at port }
door=${door%%.*}

expect '+OK
+OK' "$(printf '3000 SCAN 1 Rome\n3000 SCAN 2 Oslo\n' |
  nc -N 127.0.0.1 "$port")"
exec 5<> "/dev/tcp/127.0.0.1/$door"
ask() {
  printf '%s\n' "$1" >&5
  read -r answer <&5
  echo "$answer"
}
expect '+Rome' "$(ask '60000 WHERE 1')"
kill -STOP "$program"
expect '-ERR timed out' "$(ask '300 WHERE 1')"
kill -CONT "$program"
expect '+Oslo' "$(ask '60000 WHERE 2')"
exec 5>&-
kill -INT "$second"
wait "$second"
finish
