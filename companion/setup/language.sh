# The learner's language, in the order in which the tests look for it.

choose_language() {
  case $1 in
    fr* | en*) WORKBOOK_LANG=$1 && export WORKBOOK_LANG ;;
    *) ;; # the companion says what there is
  esac
}

# say ENGLISH FRENCH: prints the one that the learner reads.
say() {
  case ${WORKBOOK_LANG:-${LC_ALL:-${LC_MESSAGES:-${LANG:-en}}}} in
    fr*) printf '%s\n' "$2" ;;
    *) printf '%s\n' "$1" ;;
  esac
}
