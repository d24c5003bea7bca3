#!/usr/bin/env bash
# Runs the doctor for action.yml. Writes the outputs exit-code, findings, sarif and markdown; never fails itself, so that
# the steps behind it run, and the last one fails the job.
set -uo pipefail

paths=()
while IFS= read -r path; do
  [ -n "$path" ] && paths+=("$path")
done <<<"$INPUT_PATHS"

options=(--format github --fail-on "$INPUT_FAIL_ON")
[ -n "$INPUT_VALUES" ] && options+=(--values "$INPUT_VALUES")
[ -n "$INPUT_SUPPRESSIONS" ] && options+=(--suppressions "$INPUT_SUPPRESSIONS")
[ -n "$INPUT_BASELINE" ] && options+=(--baseline "$INPUT_BASELINE")

folder=$(mktemp -d "$RUNNER_TEMP/signalproof-XXXXXX")
options+=(--output "sarif=$folder/doctor.sarif" --output "markdown=$folder/doctor.md")

export TSX_TSCONFIG_PATH="$GITHUB_ACTION_PATH/tsconfig.json"
"$GITHUB_ACTION_PATH/node_modules/.bin/tsx" "$GITHUB_ACTION_PATH/src/cli/main.ts" doctor "${options[@]}" -- "${paths[@]}"
code=$?

# Without a report, the command could not run: its message is in the log.
if [ ! -s "$folder/doctor.md" ]; then
  printf '## signalproof doctor\n\nThe doctor could not run (exit code %s): see the log of the job.\n' "$code" >"$folder/doctor.md"
fi
findings=false
grep -q '^### \|could not run' "$folder/doctor.md" && findings=true
[ -n "${GITHUB_STEP_SUMMARY:-}" ] && cat "$folder/doctor.md" >>"$GITHUB_STEP_SUMMARY"
{
  echo "exit-code=$code"
  echo "findings=$findings"
  echo "markdown=$folder/doctor.md"
  if [ -s "$folder/doctor.sarif" ]; then echo "sarif=$folder/doctor.sarif"; fi
} >>"$GITHUB_OUTPUT"
