import { InvalidInput } from '../findings/invalid-input';
import { FAILURES, type FactName, type ListedCheck } from './check';

/** Everything about one check, for `--explain`. */
export const explain = ({
  id,
  failure,
  severity,
  question,
  symptom,
  why,
  remedy,
  see,
  needs,
}: ListedCheck): string =>
  [
    `${id} (${severity})`,
    question,
    '',
    `Failure:    ${FAILURES[failure]} (${failure})`,
    `You notice: ${symptom}`,
    `Because:    ${why}`,
    `Do:         ${remedy}`,
    `See:        ${see}`,
    `Accept it:  # signalproof:ignore ${id} REASON, as a comment in the YAML of the object, or an entry of doctor.yaml`,
    `Needs:      ${needs.map((need) => FACTS[need].name).join(', ')}`,
  ].join('\n');

const MANIFESTS = 'manifests (files, a folder, - for standard input, or --cluster)';

/** What each fact is called, and what provides it: a check without it is skipped. */
export const FACTS: Readonly<Record<FactName, { readonly name: string; readonly from: string }>> = {
  manifests: { name: 'manifests', from: MANIFESTS },
  prometheus: { name: "Prometheus' settings", from: MANIFESTS },
  shortestInterval: { name: 'scrape intervals', from: MANIFESTS },
  stateMetricsArguments: { name: 'arguments of kube-state-metrics', from: MANIFESTS },
  paths: { name: 'scrape paths', from: MANIFESTS },
  targetLabels: { name: 'target labels', from: MANIFESTS },
  ruleGroups: { name: 'rules', from: MANIFESTS },
  rules: { name: 'rules', from: MANIFESTS },
  catalog: { name: 'known series', from: MANIFESTS },
  analysis: { name: 'expressions', from: MANIFESTS },
  expressions: { name: 'expressions', from: MANIFESTS },
  seriesRead: { name: 'expressions', from: MANIFESTS },
  isMatched: { name: 'expressions', from: MANIFESTS },
  contracts: { name: 'metric tables', from: MANIFESTS },
  live: { name: 'a running Prometheus', from: 'a running Prometheus (--prometheus URL)' },
  cluster: { name: 'a cluster', from: 'a cluster (--cluster)' },
};

/** Every check on a line, by failure, for `--list`. */
export function listChecks(checks: readonly ListedCheck[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  return Object.entries(FAILURES)
    .flatMap(([group, name]) => [
      `${group}: ${name}`,
      ...checks
        .filter(({ failure }) => failure === group)
        .map(({ id, severity, question }) => `  ${id.padEnd(width)}  ${severity.padEnd(7)}  ${question}`),
    ])
    .join('\n');
}

/** @throws InvalidInput for an unknown id */
export function findCheck(checks: readonly ListedCheck[], id: string): ListedCheck {
  const found = checks.find((check) => check.id === id);
  if (found === undefined)
    throw new InvalidInput({
      resource: 'doctor',
      path: '--explain',
      message: 'unknown check',
      found: id,
      fix: `use one of ${checks.map((check) => check.id).join(', ')}`,
    });
  return found;
}
