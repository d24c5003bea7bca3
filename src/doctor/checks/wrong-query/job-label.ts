import { nameOf, type KubernetesObject, type Labels } from '../../../kubernetes/object';
import type { ScrapePath } from '../../../operator/scrape-path';
import { sanitizedLabel } from '../../../operator/selector-relabelings';
import { defineCheck, type Contracts, type Reported } from '../../check';
import { jobsAsked } from '../../expressions/jobs';
import { panelExpressions } from '../../expressions/panels';

// Certain: no Service (or pod) that was read has the label, so the job is named otherwise. That alone breaks nothing,
// and charts do it. An error where an expression asks for the value as the job and does not get it, or the service is
// our own.
export const check = defineCheck({
  id: 'job-label',
  severity: 'error',
  question: 'Is `jobLabel` the key of a label that the scraped objects have?',
  symptom: 'An alert on `up{job="..."} == 0` never fires, although the target is down.',
  why: '`jobLabel` names a label whose value becomes the job; it is not the name of the job. Where the label is missing, the job is called after the Service, or after the PodMonitor.',
  remedy: 'Give the key of a label of the Service, or leave `jobLabel` out.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
  needs: ['paths', 'contracts', 'rules', 'manifests'],
  find: ({ paths, contracts, rules, manifests }) => {
    let jobs: ReadonlySet<string> | undefined;
    const isAsked = (job: string) =>
      (jobs ??= jobsAsked([...rules, ...panelExpressions(manifests)])).has(job);
    return paths.filter(({ index }) => index === 0).flatMap((path) => missingLabel(path, contracts, isAsked));
  },
});

interface Labelled {
  readonly of: KubernetesObject;
  readonly labels: Labels;
}

function missingLabel(
  { monitor, links }: ScrapePath,
  contracts: Contracts,
  isAsked: (job: string) => boolean,
): readonly Reported[] {
  const { jobLabel } = monitor;
  const scraped: readonly Labelled[] = links.flatMap(({ service, pods }) =>
    service === undefined
      ? pods.map(({ owner, labels }) => ({ of: owner, labels }))
      : [{ of: service, labels: service.labels }],
  );
  const [first] = scraped;
  if (jobLabel === undefined || first === undefined) return [];
  if (
    scraped.some(({ labels }) =>
      Object.keys(labels).some((key) => sanitizedLabel(key) === sanitizedLabel(jobLabel)),
    )
  )
    return [];
  const key = Object.entries(first.labels).find(([, value]) => value === jobLabel)?.[0];
  const job = monitor.kind === 'PodMonitor' ? `${monitor.namespace}/${monitor.name}` : first.of.name;
  const isOwn = links.some(({ service }) => service !== undefined && contracts.of(service) !== undefined);
  return [
    {
      object: monitor,
      resource: nameOf(monitor),
      severity: isOwn || (job !== jobLabel && isAsked(jobLabel)) ? 'error' : 'info',
      path: 'spec.jobLabel',
      message: `is no label of ${nameOf(first.of)}${key === undefined ? '' : `, but the value of its label ${key}`}; its series get job="${job}"`,
      found: jobLabel,
      expected: 'the key of a label, or nothing',
      fix: key === undefined ? 'remove jobLabel' : `jobLabel: ${key}`,
    },
  ];
}
