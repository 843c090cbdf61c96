#!/usr/bin/env bash
# A morning at a belt, and what the camera sees of it: no parcel too many,
# however many are there, and every scan that was wanted.
# needs: grep
set -eu
expected='to the database: 2 4
to the database: 6 8
to the database: 10'
for parcels in 10 100 1000000; do
  seen=$("$1" "$parcels")
  [ "$(grep -c 'the camera sees' <<< "$seen")" = 10 ]
  [ "$(grep 'database' <<< "$seen")" = "$expected" ]
  [ "$(grep -c 'the camera is off' <<< "$seen")" = 1 ]
done
[ "$("$1" 0)" = '  the camera is off' ]
