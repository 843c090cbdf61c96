#!/usr/bin/env bash
# The client of Redis takes the server for one of its own.
# needs: redis-cli
. "$(dirname "$0")/../serve.sh"

ask() { redis-cli -p "$port" "$@"; }
expect PONG "$(ask ping)"
expect OK "$(ask scan 4711 'Lyon, rue de la Barre')"
expect 'Lyon, rue de la Barre' "$(ask where 4711)"
expect 'ERR no such parcel' "$(ask where 4712 2>&1 | head -n 1)"
# A hundred commands over one connection.
expect 100 "$(for i in $(seq 100); do echo "scan $i Oslo"; done |
  redis-cli -p "$port" | grep -c OK)"
finish
