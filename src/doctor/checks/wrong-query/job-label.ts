import { nameOf, type KubernetesObject, type Labels } from '../../../kubernetes/object';
import type { ScrapePath } from '../../../operator/scrape-path';
import { sanitizedLabel } from '../../../operator/selector-relabelings';
import { defineCheck, type Contracts, type Found } from '../../check';
import { linkedService } from '../../contract-of-link';
import { queriedJobs } from '../../expressions/jobs';

// Certain: no Service (or pod) that was read has the label, so the job has another name. That alone breaks nothing, and
// charts do it. An error if an expression matches the value as the job in vain, or the service is in the catalog.
export const check = defineCheck({
  id: 'job-label',
  severity: 'error',
  question: 'Does `jobLabel` name a label of the scraped objects?',
  symptom: 'An alert on `up{job="..."} == 0` never fires although the target is down.',
  why: '`jobLabel` is the key of the label whose value becomes the job, not the name of the job. If the label is missing, the job is named after the Service, or after the PodMonitor.',
  remedy: 'Set `jobLabel` to the key of a label of the Service, or remove it.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
  needs: ['paths', 'contracts', 'expressions'],
  find: (facts) => {
    const { paths, contracts } = facts;
    let jobs: ReadonlySet<string> | undefined;
    const isQueried = (job: string) => (jobs ??= queriedJobs(facts.expressions)).has(job);
    return paths
      .filter(({ index }) => index === 0)
      .flatMap((path) => missingLabel(path, contracts, isQueried));
  },
});

interface Labelled {
  readonly of: KubernetesObject;
  readonly labels: Labels;
}

function missingLabel(path: ScrapePath, contracts: Contracts, isQueried: (job: string) => boolean): Found {
  const { monitor, links } = path;
  const { jobLabel } = monitor;
  const scraped: readonly Labelled[] = links.flatMap(({ service, pods }) =>
    service === undefined
      ? pods.map(({ owner, labels }) => ({ of: owner, labels }))
      : { of: service, labels: service.labels },
  );
  const [first] = scraped;
  if (jobLabel === undefined || first === undefined) return undefined;
  if (
    scraped.some(({ labels }) =>
      Object.keys(labels).some((key) => sanitizedLabel(key) === sanitizedLabel(jobLabel)),
    )
  )
    return undefined;
  const key = Object.entries(first.labels).find(([, value]) => value === jobLabel)?.[0];
  const job = monitor.kind === 'PodMonitor' ? `${monitor.namespace}/${monitor.name}` : first.of.name;
  const isOwn = links.some((link) => linkedService(path, link, contracts)?.contract !== undefined);
  return {
    object: monitor,
    severity: isOwn || (job !== jobLabel && isQueried(jobLabel)) ? 'error' : 'info',
    path: 'spec.jobLabel',
    message: `${nameOf(first.of)} has no such label${key === undefined ? '' : `, but a label ${key} of that value`}; its series get job="${job}"`,
    found: jobLabel,
    expected: 'the key of a label, or no jobLabel',
    fix: key === undefined ? 'remove jobLabel' : `jobLabel: ${key}`,
  };
}
