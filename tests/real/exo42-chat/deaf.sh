#!/usr/bin/env bash
# One client does not read. The system keeps some megabytes for it, and the
# server its 64 KiB; then it is let go, and nobody else has missed a line.
# needs: bash
. "$(dirname "$0")/../serve.sh"

exec 4<>"/dev/tcp/127.0.0.1/$port"
hears() {
  read -r line <&4
  expect "$1" "$line"
}
echo Ada >&4
hears '* Your name?'
hears '* Ada is here'
exec 6<>"/dev/tcp/127.0.0.1/$port"
echo Deaf >&6
hears '* Deaf is here'

text=$(printf 'x%.0s' {1..900})
burst=
for i in {1..40}; do burst+=$text$'\n'; done
heard=0 said=0 left=no
while [ "$left" = no ]; do
  printf '%s' "$burst" >&4
  said=$((said + 40))
  while [ "$heard" -lt "$said" ]; do
    read -r line <&4
    if [ "$line" = '* Deaf has left' ]; then
      left=yes
      continue
    fi
    expect "Ada: $text" "$line"
    heard=$((heard + 1))
  done
  if [ "$said" -gt 100000 ]; then
    echo "the deaf one is still there after $said lines"
    exit 1
  fi
done
echo "let go after $said lines"
finish
