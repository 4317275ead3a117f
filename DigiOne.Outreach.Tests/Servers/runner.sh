# Runs the tests so that Ctrl-C and a termination signal end them at once, and sums up what they answered.

tests=

run_tests() {
  # A process group of its own: the shell answers a signal only when its foreground child has ended, so the tests run
  # in the background, and ending them means ending what they started too.
  set -m
  (
    set -o pipefail
    # The closing line is read from the summary, whatever language the person's own tools speak.
    DOTNET_CLI_UI_LANGUAGE=en dotnet test --solution DigiOne.sln --no-build --no-ansi --no-progress -- "$@" 2>&1 |
      tee "$state/output"
  ) </dev/null &
  tests=$!
  set +m
  local code=0
  wait "$tests" || code=$?
  tests=
  return "$code"
}

stop_tests() {
  [[ -z $tests ]] || kill -TERM -- "-$tests" 2>/dev/null || true
  tests=
}

closing_line() {
  awk '
    /^Test run summary:/ { summary = 1 }
    summary && $1 == "succeeded:" { passed = $2 }
    summary && $1 == "failed:" { failed = $2 }
    summary && $1 == "skipped:" { skipped = $2 }
    END {
      if (passed == "") exit 1
      printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    }' "$state/output"
}

# What failed once more, since its own place may be thousands of lines above.
failed_tests() {
  grep -E '^failed [A-Za-z]' "$state/output" || true
}
