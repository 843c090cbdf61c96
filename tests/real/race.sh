# Sourced by the scripts called race, which are called with two programs, YOURS
# and REFERENCE: each runs in turn and three times, beside a third one if there
# is one; the best of three counts. What matters is the last column: how it
# compares with the reference in this run.
#   needs TOOL PACKAGE    ends the race where the tool is missing
#   arguments             what the programs are called with, behind their port:
#                         an array, if it is set before start_both
#   start_both            starts the two
#   $port                 then a port above theirs, for a third one
#   join NAME PROCESS     the third one takes part, at $port
#   contest TITLE OPTION...   a table; calls `measure PORT OPTION...`, which is
#                         the script's own and prints REQUESTS_PER_SECOND P99
#   $french               true or false: the language of the table
#   $width, $slowest      the width of its first column, the title of its third

case ${WORKBOOK_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in
  fr*)
    french=true
    missing="La course demande"
    colon=" :"
    yours="le vôtre" reference="la référence"
    per_second="requêtes par seconde" ratio_title="rapport" ;;
  *)
    french=false
    missing="The race needs"
    colon=":"
    yours="yours" reference="the reference"
    per_second="requests per second" ratio_title="ratio" ;;
esac

needs() {
  command -v "$1" >/dev/null || {
    echo "$missing $1$colon sudo apt install $2"
    exit 1
  }
}

scratch=$(mktemp -d)
programs=() names=() ports=()
trap 'kill "${programs[@]}" 2>/dev/null || true; rm -rf "$scratch"' EXIT

# join NAME PROCESS
join() {
  programs+=("$2")
  names+=("$1")
  ports+=("$port")
}

# start NAME PROGRAM: it says at which port it listens.
start() {
  local said=$scratch/said${#programs[@]}
  mkfifo "$said"
  "$2" 0 ${arguments+"${arguments[@]}"} >"$said" &
  local process=$!
  exec {output}<"$said"
  local line
  read -r line <&"$output"
  port=${line#Relay listens at port }
  port=${port%%.*}
  join "$1" "$process"
}

start_both() {
  start "$yours" "$1"
  start "$reference" "$2"
  # A socket of its own choice is not to be had: one above the others.
  port=$((port > 60000 ? port - 1000 : port + 1))
}

contest() {
  local title=$1
  shift
  local best=() p99=() i
  for i in "${!names[@]}"; do best[i]=0 p99[i]=0; done
  for _ in 1 2 3; do
    for i in "${!names[@]}"; do
      read -r rate slow <<<"$(measure "${ports[i]}" "$@")"
      if awk "BEGIN { exit !($rate > ${best[i]}) }"; then
        best[i]=$rate p99[i]=$slow
      fi
    done
  done
  local row="%-${width}s %22s %10s %8s\n"
  # shellcheck disable=SC2059
  printf "\n$row" "$title" "$per_second" "$slowest" "$ratio_title"
  for i in "${!names[@]}"; do
    ratio=$(awk "BEGIN { printf \"%.2f\", ${best[i]} / ${best[1]} }")
    # shellcheck disable=SC2059
    printf "$row" "${names[i]}" "${best[i]%.*}" "${p99[i]}" "$ratio"
  done
}
