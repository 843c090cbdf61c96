#!/usr/bin/env bash
# A real browser, without a screen: it lays out the pages, style and picture
# included. What it says of the picture's size, it has from the picture.
# needs: chromium
here=$(cd "$(dirname "$0")" && pwd)
folder_of_site=$here/../../../exercises/exo43-http/site
served=$(mktemp -d)
cp -r "$folder_of_site/." "$served"
cat > "$served/look.html" <<'PAGE'
<!doctype html>
<iframe src="/fr/" width="600" height="500"></iframe>
<script>
  onload = () => {
    const page = document.querySelector("iframe").contentDocument;
    const image = page.querySelector("img");
    const list = page.querySelector("ul");
    document.title = [page.title, image.complete, image.naturalWidth > 0,
      getComputedStyle(list).display].join("|");
  };
</script>
PAGE
site=$served
arguments=("$site")
. "$here/../serve.sh"
trap 'kill -9 "$program" 2>/dev/null || true; rm -rf "$folder" "$served"' EXIT

browse() {
  chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
    --user-data-dir="$folder/profile" --virtual-time-budget=5000 \
    "$@" 2> "$folder/browser.log" || { cat "$folder/browser.log"; exit 1; }
}
got=$(browse --dump-dom "http://127.0.0.1:$port/look.html")
expect 'Relay, le bureau des colis|true|true|flex' \
  "$(sed -n 's/.*<title>\(.*\)<\/title>.*/\1/p' <<<"$got")"
browse --screenshot="$folder/page.png" --window-size=600,500 \
  "http://127.0.0.1:$port/" > /dev/null
test -s "$folder/page.png"
finish
