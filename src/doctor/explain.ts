import { InvalidInput } from '../findings/invalid-input';
import { CLASSES, type Check } from './check';

/** Everything there is to know about one check. */
export const explain = ({
  id,
  severity,
  question,
  symptom,
  why,
  remedy,
  see,
  needs,
  ...check
}: Check): string =>
  [
    `${id} (${severity})`,
    question,
    '',
    `Class ${check.class}: ${CLASSES[check.class]}.`,
    `You notice: ${symptom}`,
    `Because:    ${why}`,
    `Do:         ${remedy}`,
    `See:        ${see}`,
    `Reads:      ${needs.map((need) => FACTS[need].name).join(', ')}`,
  ].join('\n');

const NO_MANIFESTS = 'no manifests were read; name files, a folder, - or --cluster';

/** What each fact is called, and how to provide one that is missing. */
export const FACTS: Readonly<
  Record<Check['needs'][number], { readonly name: string; readonly missing: string }>
> = {
  manifests: { name: 'manifests', missing: NO_MANIFESTS },
  prometheus: { name: "Prometheus' settings", missing: NO_MANIFESTS },
  paths: { name: 'scrape paths', missing: NO_MANIFESTS },
  targetLabels: { name: 'labels of targets', missing: NO_MANIFESTS },
  rules: { name: 'rules', missing: NO_MANIFESTS },
  contracts: { name: 'metric contracts', missing: NO_MANIFESTS },
  live: { name: 'a running Prometheus', missing: 'no Prometheus answered (--prometheus URL)' },
  cluster: { name: 'a cluster', missing: 'no cluster answered (--cluster)' },
};

/** Every check on a line, by class. */
export function listChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  return Object.entries(CLASSES)
    .flatMap(([group, name]) => [
      `${group}: ${name}`,
      ...checks
        .filter((check) => check.class === group)
        .map(({ id, severity, question }) => `  ${id.padEnd(width)}  ${severity.padEnd(7)}  ${question}`),
    ])
    .join('\n');
}

/** @throws InvalidInput for an id that no check has */
export function findCheck(checks: readonly Check[], id: string): Check {
  const found = checks.find((check) => check.id === id);
  if (found === undefined)
    throw new InvalidInput({
      resource: 'doctor',
      path: '--explain',
      message: 'names no check',
      found: id,
      fix: `use one of ${checks.map((check) => check.id).join(', ')}`,
    });
  return found;
}
