#!/usr/bin/env bash
# Twenty thousand requests of HTTP/1.0, with keep-alive and without.
# needs: ab
here=$(cd "$(dirname "$0")" && pwd)
site=$here/../../../exercises/exo43-http/site
arguments=("$site")
. "$here/../serve.sh"

for options in -k ''; do
  said=$(ab -q $options -n 10000 -c 50 "http://127.0.0.1:$port/pictures/van.svg")
  grep -E '^(Complete|Failed|Keep-Alive|Requests per)' <<<"$said"
  grep -qE '^Complete requests: +10000$' <<<"$said"
  grep -qE '^Failed requests: +0$' <<<"$said"
  if [ -n "$options" ]; then
    grep -qE '^Keep-Alive requests: +10000$' <<<"$said"
  fi
done
finish
