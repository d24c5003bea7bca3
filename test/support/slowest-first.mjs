/** Tests that start programs, or simulate weeks: started last, they would be waited for alone. */
const SLOW = [/[/\\]e2e[/\\]/, /\.promtool\.test\.ts$/, /replica|random-input|synth\.test|agreement/];

const rank = ({ path }) => {
  const index = SLOW.findIndex((pattern) => pattern.test(path));
  return index < 0 ? SLOW.length : index;
};

/** The order of the tests. Jest's own goes by the last run, which a fresh clone does not have. */
export default class SlowestFirst {
  sort(tests) {
    return tests.toSorted((a, b) => rank(a) - rank(b));
  }

  shard(tests, { shardIndex, shardCount }) {
    return tests.filter((_, index) => index % shardCount === shardIndex - 1);
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
