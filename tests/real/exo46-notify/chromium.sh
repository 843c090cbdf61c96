#!/usr/bin/env bash
# A real browser, without a screen, shows notifications as they arrive; and it
# comes back by itself when the server was away. Each step waits until the page
# says what it should, however long that takes.
# needs: chromium
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../serve.sh"

python3 "$here/browse.py" "http://127.0.0.1:$port" "$folder/profile" "$1" \
  "$program"
