import { platformMetrics } from '../metrics/platform';
import { div, maxBy, rate, select, sumBy, type InstantVector } from '../promql/build';
import { goldenSignalRecords } from './naming';
import { containersOf, type Scope } from './scope';
import { WINDOW, type SignalQuery } from './signal-queries';

/** Saturation of a service's own pods, from the kubelet and kube-state-metrics. */
export function saturationQueries(scope: Scope): readonly SignalQuery[] {
  return [
    {
      signal: 'saturation',
      title: 'CPU in use by pod',
      unit: 'cores',
      query: sumBy(
        ['namespace', 'pod'],
        rate(select(platformMetrics.containerCpuSeconds, containersOf(scope)), WINDOW),
      ),
      record: goldenSignalRecords.cpuUsage(scope.name),
    },
    {
      signal: 'saturation',
      title: 'Memory in use by pod, as a share of its limit',
      unit: 'ratio',
      query: memoryUtilization(scope),
      record: goldenSignalRecords.memoryUtilization(scope.name),
    },
  ];
}

/** Working set of each container as a share of its memory limit. */
export function memoryUtilization(scope: Scope): InstantVector<'namespace' | 'pod' | 'container'> {
  const by = ['namespace', 'pod', 'container'] as const;
  const limit = select(platformMetrics.containerResourceLimits, {
    ...containersOf(scope),
    resource: 'memory',
  });
  // max drops the labels in which the two exporters differ, and survives two samples of one container at a restart.
  return div(
    maxBy(by, select(platformMetrics.containerMemoryWorkingSet, containersOf(scope))),
    maxBy(by, limit),
  );
}
