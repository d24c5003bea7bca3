/** Tests that mostly wait: for a clock that is faster than a real one, or for programs that they started. */
const WAITING = [
  /[/\\]e2e[/\\]counting\./,
  /[/\\]e2e[/\\]local/,
  /[/\\]e2e[/\\]/,
  /[/\\]task-api[/\\]replica\./,
  /[/\\]simulate[/\\]/,
];

/** Tests that keep a processor busy for long: started last, they would be waited for alone. */
const BUSY = [
  /[/\\]slo[/\\]alerts\.promtool\./,
  /\.group\.ts$/,
  /\.promtool\.test\.ts$/,
  /[/\\](catalog[/\\]random-input|diff[/\\]corpus|rules[/\\](alerts|workload-kinds))\./,
  /[/\\]cli[/\\]/,
  /[/\\](central-rules[/\\]|certify[/\\](certificate|engine)|docs[/\\]cdk8s|doctor[/\\]prove|exposition[/\\]agreement)/,
];

const rankIn = (patterns, { path }) => {
  const index = patterns.findIndex((pattern) => pattern.test(path));
  return index < 0 ? patterns.length : index;
};

const sorted = (tests, patterns) => tests.toSorted((a, b) => rankIn(patterns, a) - rankIn(patterns, b));

/**
 * The order of the tests: the slowest first, and of these one that waits and one that is busy in turn, so that the
 * processors have work while others wait. Jest's own order goes by the last run, which a fresh clone does not have.
 */
export default class SlowestFirst {
  sort(tests) {
    const isWaiting = (test) => rankIn(WAITING, test) < WAITING.length;
    const waiting = sorted(tests.filter(isWaiting), WAITING);
    const others = sorted(
      tests.filter((test) => !isWaiting(test)),
      BUSY,
    );
    const inTurn = waiting.flatMap((test, index) => [test, ...others.slice(index, index + 1)]);
    return [...inTurn, ...others.slice(waiting.length)];
  }

  shard(tests, { shardIndex, shardCount }) {
    return tests.filter((_, index) => index % shardCount === shardIndex - 1);
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
