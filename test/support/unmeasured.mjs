/**
 * Test files whose coverage is not measured, as they run much code many times that other tests cover. Regular expressions
 * of paths.
 */
export const UNMEASURED = [
  /\/test\/catalog\/random-input\.test\.ts$/,
  /\/test\/certify\/(engine\.promtool|outages)\.test\.ts$/,
  /\/test\/diff\/proofs\.promtool\.test\.ts$/,
  /\/test\/docs\/documents\.test\.ts$/,
  /\/test\/fuzz\/fuzz\.test\.ts$/,
  /\/test\/doctor\/(faults|mutations|run)\.test\.ts$/,
];
