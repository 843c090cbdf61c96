#!/usr/bin/env bash
# Fifty connections that stay open, as fast as they can: no error of any kind.
# needs: wrk
here=$(cd "$(dirname "$0")" && pwd)
site=$here/../../../exercises/exo43-http/site
arguments=("$site")
. "$here/../serve.sh"

said=$(wrk -t 1 -c 50 -d 2s --timeout 60s "http://127.0.0.1:$port/style.css")
echo "$said"
if grep -qE 'Socket errors|Non-2xx' <<<"$said"; then exit 1; fi
finish
