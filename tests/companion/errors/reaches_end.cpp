// A way through a function that returns nothing.
// explained: some-path-returns-nothing

int f(int a) {
  if (a > 2) return 4;
}
