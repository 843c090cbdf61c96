#!/usr/bin/env bash
# The robot draws the map of the site that the server of exo43 serves.
# needs: bash
# with: 43
here=$(cd "$(dirname "$0")" && pwd)
robot=$1
server=$2
arguments=("$here/../../../exercises/exo43-http/site")
set -- "$server"
. "$here/../serve.sh"

expect ' 0  200  /
 1  200  /depots.html
 1  200  /fr/
 2  200  /fr/colis.html
 2  200  /fr/depots.html
 2  ---  /office/: forbidden by robots.txt
 1  200  /parcels.html
7 pages, 6 answers, 2 links deep.' "$("$robot" "$port")"

# A page that is not there, and a site that is not there.
expect ' 0  404  /missing
1 pages, 1 answers, 0 links deep.' \
  "$("$robot" "http://127.0.0.1:$port/missing#top")"
finish
case $("$robot" "$port") in
  ' 0  ---  /: forbidden by robots.txt'*) ;;
  *) echo "nobody is there, and the robot has drawn a map"; exit 1 ;;
esac
