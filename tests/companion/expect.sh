# expect STATUS TEXT command...: it ends so, and says so. `attempt`, which runs
# the command, belongs to the script that reads this; what fails is
# counted in $failures.
failures=0

expect() {
  status=$1
  text=$2
  shift 2
  output=$(attempt "$@" </dev/null 2>&1)
  found=$?
  case $output in *"$text"*) said=true ;; *) said=false ;; esac
  if [ $found -ne "$status" ] || ! $said; then
    failures=$((failures + 1))
    printf 'FAILED: %s\n  wanted status %s and "%s"; status %s and:\n%s\n\n' \
      "$*" "$status" "$text" "$found" "$output"
  else
    printf 'ok: %s\n' "$*"
  fi
}
