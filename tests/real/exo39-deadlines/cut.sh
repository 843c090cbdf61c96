#!/usr/bin/env bash
# Connections that are cut by hand, in the middle of a letter and of the work on
# one: the office serves on. Then one letter is under way for a minute, and a
# second Ctrl-C does not wait for it.
# needs: nc
. "$(dirname "$0")/../serve.sh"

for letter in '' '3000 WH' '60000 SLOW\n' '3000 SCAN 4711 Lyon\n'; do
  exec 5<> "/dev/tcp/127.0.0.1/$port"
  # shellcheck disable=SC2059
  printf "$letter" >&5
  exec 5>&-
done
expect '+Oslo' "$(printf '3000 SCAN 1 Oslo\n3000 WHERE 1\n' |
  nc -N 127.0.0.1 "$port" | tail -n 1)"

exec 5<> "/dev/tcp/127.0.0.1/$port"
printf '3000 SCAN 2 Rome\n60000 SLOW\n' >&5
read -r answer <&5
expect '+OK' "$answer"
kill -INT "$program"
read -r line <&3
expect 'Relay drains. Ctrl-C stops it now.' "$line"
finish
expect '' "$(cat <&5)"
