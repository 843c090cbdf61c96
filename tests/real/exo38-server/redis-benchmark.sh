#!/usr/bin/env bash
# Fifty clients at once, one request after another, and sixteen at a time.
# needs: redis-benchmark
. "$(dirname "$0")/../serve.sh"

for pipeline in 1 16; do
  redis-benchmark -p "$port" -q -n 20000 -c 50 -P "$pipeline" -r 1000 \
    scan __rand_int__ Oslo 2>&1 | tr '\r' '\n' | tail -n 2
  test "${PIPESTATUS[0]}" = 0
done
got=$(finish)
echo "$got"
answered=${got#Relay has answered }
test "${answered%% *}" -ge 40000
