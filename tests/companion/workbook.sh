#!/bin/sh
# workbook.sh ROOT COPY: a small copy of the workbook for the companion's tests,
# made ready by ./exo itself: exo29, and exo98, which `./exo new` has written.
set -eu
root=$1
copy=$2
mkdir -p "$copy"
cd "$copy"
rm -rf exercises solutions tests companion cmake

# With their times, so that what is built already stays built.
mkdir -p tests
cp -Rp "$root/exercises" "$root/solutions" "$root/common" "$root/companion" \
  "$root/cmake" .
cp -Rp "$root/tests/exo29-hello-async" "$root/tests/support" tests
cp -p "$root/exo" "$root/CMakePresets.json" .
grep -e '^#' -e '^exo29' "$root/exercises/list.txt" >exercises/list.txt
cp "$root/CMakeLists.txt" CMakeLists.txt.new
cmp -s CMakeLists.txt.new CMakeLists.base 2>/dev/null ||
  cp CMakeLists.txt.new CMakeLists.base
mkdir -p build
cp "$root/exercises/list.txt" build
# A new time, so that the list of exercises is made anew.
cp CMakeLists.base CMakeLists.txt
# Stubs are copied once, and those here may have changed since.
rm -rf build/learn/companion/stubs

export WORKBOOK_LANG=en
./exo list
./exo new 98 parcel
mkdir -p build/stubs
cp -p exercises/exo29-hello-async/hello_async.cpp exercises/exo98-parcel/parcel.cpp build/stubs
./exo list | grep 'exo98: parcel'
