#!/usr/bin/env bash
# The client of the demo asks the carrier of the demo, on a bad day; and one
# asks that carrier with nc.
# needs: nc
set -eu
folder=$(mktemp -d)
mkfifo "$folder/said"
"$1" carrier 0 ill >"$folder/said" &
carrier=$!
trap 'kill -9 "$carrier" 2>/dev/null || true; rm -rf "$folder"' EXIT
exec 3<"$folder/said"
read -r line <&3
port=${line#A carrier listens at port }
port=${port%%.*}

# Every sixth question is answered by silence, every sixth by half a line. Those
# who ask all the same are told where their parcel is, or why not.
for parcel in $(seq 4711 4718); do echo "WHERE $parcel"; done >"$folder/asked"
"$1" ask "$port" <"$folder/asked" | tee "$folder/answered"
test "$(wc -l <"$folder/answered")" = 8
for parcel in $(seq 4711 4718); do
  grep -q "^WHERE $parcel: " "$folder/answered"
done
# What was answered was answered to the right one.
grep ': 200 ' "$folder/answered" |
  while read -r _ parcel _ town answer; do
    test "$parcel" = "$answer:"
  done

kill -INT "$carrier"
wait "$carrier"
