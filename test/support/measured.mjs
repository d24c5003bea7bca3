/**
 * The test files that measure how much of src/promql and src/slo runs: those of these parts, and of what describes
 * metrics and services for them. Code that counts its own coverage is slower, so all others run it as it is.
 */
export const MEASURED = /\/test\/(promql|slo|metrics|catalog)\/(?!random-input\.).*\.test\.ts$/;

/** The same as groups of `npm test`: see groups.mjs. */
export const MEASURED_GROUPS = /\/test\/groups\/(promql|services)\.group\.ts$/;
