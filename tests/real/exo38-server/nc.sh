#!/usr/bin/env bash
# One line after another, and the end of the input, as one types them.
# needs: nc
. "$(dirname "$0")/../serve.sh"

if ! nc -h 2>&1 | grep -q -- '-N[[:space:]]'; then
  echo "this nc cannot half-close (-N): netcat-openbsd can"
  exit 0
fi
got=$(printf 'SCAN 4711 Lyon\nWHERE 4711\r\nWHERE 4712\nwhere 4711\n' |
  nc -N 127.0.0.1 "$port" | tr -d '\r')
expect '+OK
+Lyon
-ERR no such parcel
+Lyon' "$got"
finish
