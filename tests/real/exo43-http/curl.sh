#!/usr/bin/env bash
# Pages, pictures, bodies by length and in chunks, and what is refused.
# needs: curl
here=$(cd "$(dirname "$0")" && pwd)
site=$here/../../../exercises/exo43-http/site
arguments=("$site")
. "$here/../serve.sh"

at=http://127.0.0.1:$port
ask() { curl -sS --max-time 60 "$@"; }
status() { ask -o /dev/null -w '%{http_code}' "$@"; }

# Every page, and every picture on it, byte for byte.
(cd "$site" && find . -type f) | while read -r file; do
  ask --path-as-is "$at/${file#./}" | cmp - "$site/$file"
done
ask "$at/fr/" | cmp - "$site/fr/index.html"
expect 'image/svg+xml' "$(ask -o /dev/null -w '%{content_type}' \
  "$at/pictures/van.svg")"
expect 200 "$(status -I "$at/")"
expect "$(ask -i "$at/" | grep -i '^content-length')" \
  "$(ask -I "$at/" | grep -i '^content-length')"

# One connection for three.
expect '1
0
0' "$(ask -o /dev/null -o /dev/null -o /dev/null -w '%{num_connects}\n' \
  "$at/" "$at/style.css" "$at/fr/")"
expect 1 "$(ask -0 -o /dev/null -w '%{num_connects}' "$at/")"

# Bodies: small, large enough for curl to ask first, and in chunks.
head -c 1000000 /dev/urandom > "$folder/body"
ask --data-binary @"$folder/body" "$at/echo" | cmp - "$folder/body"
ask -H 'Expect: 100-continue' --data-binary @"$folder/body" "$at/echo" |
  cmp - "$folder/body"
ask -H 'Transfer-Encoding: chunked' --data-binary @"$folder/body" "$at/echo" |
  cmp - "$folder/body"
head -c 5000000 /dev/zero > "$folder/body"
expect 413 "$(status --data-binary @"$folder/body" "$at/echo")"
expect 413 "$(status -H 'Transfer-Encoding: chunked' -H 'Expect:' \
  --data-binary @"$folder/body" "$at/echo")"

# What is not to be had.
expect 404 "$(status "$at/missing.html")"
expect 404 "$(status --path-as-is "$at/../http.cpp")"
expect 404 "$(status --path-as-is "$at/%2e%2e/http.cpp")"
expect 404 "$(status --path-as-is "$at//etc/passwd")"
expect 400 "$(status --path-as-is "$at/%zz")"
expect 405 "$(status -X DELETE "$at/")"
expect 431 "$(status -H "X-Note: $(printf '%020000d' 0)" "$at/")"
expect 400 "$(status -H 'Content-Length: 5' -H 'Transfer-Encoding: chunked' \
  -d hello "$at/echo")"

# As a proxy would be asked.
ask -x "$at" http://relay.example/style.css | cmp - "$site/style.css"
finish
