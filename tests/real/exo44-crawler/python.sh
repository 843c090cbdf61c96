#!/usr/bin/env bash
# The same site, served by another server: the map is the same.
# needs: python3
set -eu
here=$(cd "$(dirname "$0")" && pwd)
site=$here/../../../exercises/exo43-http/site
folder=$(mktemp -d)
mkfifo "$folder/said"
python3 -u -m http.server --bind 127.0.0.1 --directory "$site" 0 \
  >"$folder/said" 2>"$folder/log" &
server=$!
trap 'kill -9 "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
exec 3<"$folder/said"
read -r line <&3
port=${line#*port }
port=${port%% *}

# It says where it has moved, if the slash is missing.
got=$("$1" "http://127.0.0.1:$port/fr")
expected=' 2  200  /
 3  200  /depots.html
 0  301  /fr
 1  200  /fr/
 2  200  /fr/colis.html
 2  200  /fr/depots.html'
case $got in
  "$expected"*) ;;
  *) printf 'expected:\n%s\ngot:\n%s\n' "$expected" "$got"; exit 1 ;;
esac
