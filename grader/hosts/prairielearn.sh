#!/bin/sh
# The entry point of an external grader of PrairieLearn, in the image that the
# Dockerfile makes; the options of ./exo grade stand behind it in info.json:
#
#   "externalGradingOptions": {
#     "enabled": true,
#     "image": "YOU/workbook-grade",
#     "entrypoint": "/workbook/grader/hosts/prairielearn.sh --only exo31",
#     "timeout": 120
#   }
set -eu
grade=${GRADE_FOLDER:-/grade}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

cd -- "$(dirname -- "$0")/../.."
# Status 1: it could not be graded, and its report says why.
./exo grade --yes "$grade/student" --out "$out" "$@" || [ $? = 1 ]
mkdir -p "$grade/results"
cp "$out/student/prairielearn.json" "$grade/results/results.json"
