import type { PartProblem, Problem } from '../findings/finding';
import type { Environment } from './environment';
import { placeholderAddresses } from './placeholder-addresses';

/** Problems that do not keep the stack from working. */
export function environmentWarnings(environment: Environment): readonly Problem[] {
  const { name, shards, ruler, remoteWrite, thanos, receivers, heartbeat } = environment;
  const warnings: PartProblem[] = [];
  if (shards > 1 && ruler !== 'central')
    warnings.push({
      path: 'shards',
      message: 'every shard evaluates the rules over its own part of the targets only',
      found: shards,
      fix: "set ruler: 'central', and evaluate the rules where all series are available",
    });
  if (ruler === 'central' && remoteWrite.length === 0 && thanos === undefined)
    warnings.push({
      path: 'ruler',
      message: 'no remoteWrite or thanos configured, so a central ruler finds no series of this cluster',
      found: ruler,
      fix: 'set remoteWrite or thanos, unless Prometheus exports its samples in another way',
    });
  if (receivers.length === 0)
    warnings.push({
      path: 'receivers',
      message: 'no receivers configured, so no alert is delivered',
      found: receivers,
      fix: 'add a receiver for severity critical',
    });
  else if (heartbeat === undefined)
    warnings.push({
      path: 'heartbeat',
      message: 'no heartbeat configured, so an outage of Prometheus or Alertmanager goes unnoticed',
      found: heartbeat,
      fix: 'set heartbeat.url to a Secret with the address of a service that alerts when signals stop',
    });
  warnings.push(...placeholderAddresses(environment));
  return warnings.map((warning) => ({ resource: `environment "${name}"`, ...warning }));
}
