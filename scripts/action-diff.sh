#!/usr/bin/env bash
# Compares manifests with those of a base for action.yml. Writes the outputs exit-code, needed and markdown; never fails
# itself, so that the comment is written, and the last step fails the job.
set -uo pipefail

options=(--format markdown --path "$INPUT_DIFF_PATH")
[ -n "$INPUT_VALUES" ] && options+=(--values "$INPUT_VALUES")
[ -n "$INPUT_MAX_DELAY" ] && options+=(--max-delay "$INPUT_MAX_DELAY")

folder=$(mktemp -d "$RUNNER_TEMP/signalproof-XXXXXX")
export TSX_TSCONFIG_PATH="$GITHUB_ACTION_PATH/tsconfig.json"
"$GITHUB_ACTION_PATH/node_modules/.bin/tsx" "$GITHUB_ACTION_PATH/src/cli/main.ts" diff "${options[@]}" -- \
  "$INPUT_DIFF" "$INPUT_DIFF_PATH" >"$folder/diff.md"
code=$?

# Without a report, the command could not run: its message is in the log.
if [ ! -s "$folder/diff.md" ]; then
  printf '## signalproof diff\n\nThe comparison could not run (exit code %s): see the log of the job.\n' "$code" >"$folder/diff.md"
fi
# Equal manifests need no comment.
needed=true
git diff --quiet "$INPUT_DIFF" -- "$INPUT_DIFF_PATH" 2>/dev/null && needed=false
[ -n "${GITHUB_STEP_SUMMARY:-}" ] && cat "$folder/diff.md" >>"$GITHUB_STEP_SUMMARY"
# What a change silences fails unless nothing may fail; what could not be compared always fails.
[ "$code" = 1 ] && [ "$INPUT_FAIL_ON" = never ] && code=0
{
  echo "exit-code=$code"
  echo "needed=$needed"
  echo "markdown=$folder/diff.md"
} >>"$GITHUB_OUTPUT"
