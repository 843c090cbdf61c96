#!/bin/sh
# clone.sh FOLDER REF: fetches the repositories of a batch into FOLDER, each
# with all its commits: "anne/workbook" becomes FOLDER/anne.workbook. No owner
# has a dot in its name, so no two are the same.
#
#   SUBMISSIONS   '["anne/workbook", "bob/workbook"]'
#   READ_TOKEN    reads them, if they are private
#
# One that cannot be fetched does not end it: the grader says that there is none.
set -eu
folder=$1
ref=$2
server=${GITHUB_SERVER_URL:-https://github.com}
mkdir -p "$folder"
header=
[ -z "${READ_TOKEN:-}" ] ||
  header="Authorization: Basic $(printf 'x-access-token:%s' "$READ_TOKEN" | base64 -w 0)"
printf %s "$SUBMISSIONS" | jq -r '.[]' | while IFS= read -r name; do
  case $name in
    */*/* | /* | */ | -* | *..* | *[!A-Za-z0-9._/-]*) name= ;;
    */*) ;;
    *) name= ;;
  esac
  [ -n "$name" ] || {
    echo "::error::a submission is no OWNER/NAME" >&2
    continue
  }
  # Not in the configuration of the clone: the token stays here.
  git ${header:+-c "http.extraHeader=$header"} clone --quiet --branch "$ref" -- \
    "$server/$name" "$folder/$(printf %s "$name" | tr / .)" ||
    echo "::error::$name could not be fetched" >&2
done
