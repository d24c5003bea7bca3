import type { Monitor } from '../../kubernetes/monitor';
import { JOB_PREFIX, jobNameOf } from '../../operator/label-rules';
import type { ScrapePath } from '../../operator/scrape-path';
import type { PrometheusSettings } from '../../operator/settings';
import type { LiveFacts, LiveTarget } from './live-facts';

/** Name of the scrape job that the operator writes for one endpoint of a monitor. */
export const poolOf = ({ monitor, index }: Pick<ScrapePath, 'monitor' | 'index'>): string =>
  jobNameOf(monitor, index);

/** The monitor that a scrape job comes from, as findings name it; the job itself if no monitor created it. */
export function resourceOfPool(pool: string): string {
  const kind = (Object.keys(JOB_PREFIX) as Monitor['kind'][]).find((kind) =>
    pool.startsWith(`${JOB_PREFIX[kind]}/`),
  );
  const [, namespace, name] = pool.split('/');
  return kind === undefined ? `scrape job ${pool}` : `${kind} ${namespace}/${name}`;
}

/** Whether a monitor's jobs may be in another Prometheus than the live one. */
export const mayBeElsewhere = ({ others = [] }: Pick<PrometheusSettings, 'others'>): boolean =>
  others.length > 0;

/** `spec.endpoints[0]` for a job of the operator's. */
export function fieldOfPool(pool: string): string {
  const [prefix, , , index] = pool.split('/');
  if (index === undefined) return 'targets';
  return `spec.${prefix === JOB_PREFIX.PodMonitor ? 'podMetricsEndpoints' : 'endpoints'}[${index}]`;
}

export const targetsIn = ({ targets }: LiveFacts, pool: string): readonly LiveTarget[] =>
  targets.filter((target) => target.pool === pool);
