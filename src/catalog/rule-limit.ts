import { InvalidInput } from '../findings/invalid-input';
import { valueCount } from '../metrics/labels';
import { goldenSignalRecords } from '../rules/naming';
import type { Environment } from './environment';
import type { Service } from './service';

/**
 * Rejects a limit that a service exceeds in normal operation, as far as the metric table bounds the labels by which its
 * signals are recorded.
 * @throws InvalidInput when it does
 */
export function checkRuleLimit(
  { name, signals }: Pick<Service, 'name' | 'signals'>,
  environment: Pick<Environment, 'name' | 'rules'>,
): void {
  const { limit } = environment.rules;
  if (limit === undefined || signals === undefined) return;
  const { by, requests } = signals;
  const series = by.reduce((count, label) => {
    const values = requests.labels[label];
    return values === undefined ? count : count * valueCount(values);
  }, 1);
  if (series <= limit || series === Infinity) return;
  throw new InvalidInput({
    resource: `environment "${environment.name}"`,
    path: 'rules.limit',
    message: `below the ${series} series that ${goldenSignalRecords.requestRate(name)} may have by ${by.join(' and ')}, which Prometheus would drop`,
    found: limit,
    fix: `use ${series} or more, or remove the limit`,
  });
}
