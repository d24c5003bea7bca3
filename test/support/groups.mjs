import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Test files that `npm test` runs together, by the first pattern of their path below test/. Most take milliseconds,
 * and loading the library for each of them took half a second. test/groups has a file for each group.
 */
const GROUPS = {
  'wrong-query': /^doctor\/checks\/wrong-query\//,
  rejected: /^doctor\/checks\/rejected\//,
  checks: /^doctor\/checks\//,
  promql: /^promql\//,
  operator: /^(operator|kubernetes|helm-values)\//,
  services: /^(catalog|faults|metrics|rules|runbooks|slo)\//,
  reports: /^(contract-init|dashboards|design-review|doctor|findings|outputs)\//,
};

/** Files that are long enough alone, by path below test/. */
const LONG =
  /\.promtool\.|^(catalog\/(random-input|scrape)|doctor\/(faults|mutations|prove|run|secrets)|promql\/properties|rules\/(alerts|runbooks|workload-kinds))\.|^outputs\/(central-rules\/|kube-prometheus-stack\/routing\.)/;

/** What only a file of its own can have: snapshots beside it, and changes of what others see too. */
const ALONE = /toMatchSnapshot|\bjest\.|process\.(chdir|env)/;

/**
 * @param root folder of the repository
 * @returns paths below test/ by the name of their group
 */
export function testGroups(root) {
  const folder = join(root, 'test');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => path.endsWith('.test.ts') && !LONG.test(path))
    .filter((path) => !ALONE.test(readFileSync(join(folder, path), 'utf8')))
    .toSorted();
  const nameOf = (path) => Object.keys(GROUPS).find((name) => GROUPS[name].test(path));
  return Object.fromEntries(
    Object.keys(GROUPS).map((name) => [name, files.filter((path) => nameOf(path) === name)]),
  );
}
