import { contract } from './contract';
import { gauge } from './metric';

/**
 * What the blackbox exporter exposes about each probe, whatever its module is: the metrics of a service that is probed.
 * @see https://github.com/prometheus/blackbox_exporter/blob/v0.27.0/prober/handler.go
 * @example
 * const slo = probeSlo({ name: 'reachable', success: probeMetrics.success, objective: 99.9, period: '30d' });
 */
export const probeMetrics = contract({
  success: gauge('probe_success', { help: '1 if the probe succeeded, else 0' }),
  duration: gauge('probe_duration_seconds', {
    help: 'How long the probe took to complete',
    unit: 'seconds',
  }),
});
