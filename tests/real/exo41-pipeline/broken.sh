#!/usr/bin/env bash
# The sink is killed in the middle: the sender, which would send for ever, ends.
# needs: nc
. "$(dirname "$0")/between"

begin() {
  head -c 1000000 > "$place/begun"
  echo begun > "$place/go"
  cat > "$place/rest"
}

listen begin
. "$(dirname "$0")/../serve.sh"

yes 'parcel 4711' | nc -N 127.0.0.1 "$port" > "$place/back" &
sender=$!
read -r _ < "$place/go"
kill -9 "$sink"
wait "$sender" || true
while read -r line <&3; do
  case $line in broken*) break ;; esac
done
echo "$line"
total
rm -r "$place"
