#!/usr/bin/env bash
# A client that is silent and one that never ends its line are let go; another
# one is served meanwhile. Nothing waits for a time: nc ends when it is let go.
# needs: nc
arguments=(0 200)
. "$(dirname "$0")/../serve.sh"

nc -d 127.0.0.1 "$port" > "$folder/silent" &
silent=$!
exec 5<> "/dev/tcp/127.0.0.1/$port"
printf '3000 WHERE' >&5

got=$(printf '3000 SCAN 4711 Lyon\n3000 WHERE 4711\nWHERE\n' |
  nc -N 127.0.0.1 "$port")
expect '+OK
+Lyon
-ERR this is no letter' "$got"

wait "$silent"
expect '' "$(cat "$folder/silent")"
expect '' "$(cat <&5)"
finish
