import type { Contract } from '../metrics/contract';
import type { Plan } from './plan';

export function planOfContract(source: string, metrics: Contract): Plan {
  return {
    source,
    builtIn: true,
    prose: [],
    metrics: Object.values(metrics).map((metric) => ({
      name: metric.name,
      kind: metric.kind,
      help: metric.help,
      ...(metric.unit === undefined ? {} : { unit: metric.unit }),
      labels: Object.entries(metric.labels).map(([name, values]) => ({ name, values })),
      ...(metric.kind === 'histogram' ? { buckets: metric.buckets } : {}),
    })),
  };
}
