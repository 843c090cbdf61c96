#!/usr/bin/env bash
# nc plays the carrier, for one question; then nobody does.
# needs: nc
set -eu
folder=$(mktemp -d)
carrier=
trap 'kill "$carrier" 2>/dev/null || true; rm -rf "$folder"' EXIT

if ! nc -h 2>&1 | grep -q -- '-N[[:space:]]'; then
  echo "this nc cannot half-close (-N): netcat-openbsd can"
  exit 0
fi

# carry REPLY: sets port.
carry() {
  rm -f "$folder/said"
  mkfifo "$folder/said"
  printf "$1" | nc -lvN 127.0.0.1 0 >"$folder/asked" 2>"$folder/said" &
  carrier=$!
  exec 3<"$folder/said"
  read -r line <&3
  port=${line##* }
}

# ask EXPECTED
ask() {
  got=$(echo 'WHERE 4711' | "$program" ask "$port")
  case $got in
    $1) ;;
    *) printf 'expected: %s\ngot: %s\n' "$1" "$got"; exit 1 ;;
  esac
  test "$(cat "$folder/asked")" = 'WHERE 4711'
}

program=$1
carry '200 Lyon\n'
ask 'WHERE 4711: 200 Lyon'
carry '404 no such parcel\r\n'
ask 'WHERE 4711: 404 no such parcel'
# Half an answer is none; and then nobody takes the call any more.
carry '200 Ly'
ask 'WHERE 4711: *Connection refused*'
