# Sourced by the scripts of this folder: starts the program that they are called
# with, at a port that is free, and ends it with Ctrl-C. Nothing waits for a
# time: each step waits for what the one before says.
#   port         where the program listens
#   finish       stops the program; it must end well
#   arguments    what the program is called with, behind its port: an array, if
#                it was set before

set -eu
folder=$(mktemp -d)
mkfifo "$folder/said"
"$1" 0 ${arguments+"${arguments[@]}"} > "$folder/said" &
program=$!
trap 'kill -9 "$program" 2>/dev/null || true; rm -rf "$folder"' EXIT
exec 3< "$folder/said"
read -r line <&3
port=${line#Relay listens at port }
port=${port%%.*}

expect() {
  if [ "$1" != "$2" ]; then
    printf 'expected:\n%s\ngot:\n%s\n' "$1" "$2"
    exit 1
  fi
}

finish() {
  kill -INT "$program"
  wait "$program"
  read -r line <&3
  echo "$line"
}
