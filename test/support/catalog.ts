import { defineEnvironment, type Environment, type EnvironmentProps } from '../../src/catalog/environment';
import type { ServiceProps } from '../../src/catalog/service';
import { contract } from '../../src/metrics/contract';
import { oneOf, pattern } from '../../src/metrics/labels';
import { counter, histogram } from '../../src/metrics/metric';
import { matching } from '../../src/promql/build';
import { goldenSignals } from '../../src/rules/golden-signals';
import { availabilitySlo } from '../../src/slo/slo';

/** A small service with a series budget. */
export const aService: ServiceProps = {
  name: 'shop',
  team: 'shopping',
  port: 8080,
  metrics: contract({ requests: counter('shop_requests_total', { help: 'Requests' }) }),
  seriesBudget: 'contract',
  workload: { image: 'shop:1.0.0' },
};

const otherMetrics = contract({
  requests: counter('other_requests_total', {
    help: 'Requests',
    labels: { route: oneOf('/', '/cart'), status: pattern(/\d{3}/, { atMost: 5 }) },
  }),
  latency: histogram('other_duration_seconds', {
    help: 'Latency',
    unit: 'seconds',
    labels: { route: oneOf('/', '/cart') },
    buckets: [0.1, 1],
  }),
});

/** A contract with golden signals that does not emit `endpoint`. */
export const aSignalledContract = {
  metrics: otherMetrics,
  signals: goldenSignals({
    requests: otherMetrics.requests,
    errors: { status: matching('5..') },
    latency: otherMetrics.latency,
    by: ['route'],
  }),
};

/** An objective over that contract. */
export const anSlo = availabilitySlo({
  name: 'availability',
  objective: 99.9,
  period: '30d',
  requests: otherMetrics.requests,
  errors: { status: matching('5..') },
});

/** The smallest environment there is. */
export const anEnvironment: EnvironmentProps = {
  name: 'test',
  cluster: 'test',
  platform: 'kind',
  release: 'prometheus',
  namespaces: { services: 'default', monitoring: 'monitoring' },
  discovery: 'all',
  scrapeInterval: '30s',
  retention: '31d',
  storage: 'ephemeral',
  replicas: 1,
  grafana: { adminSecret: 'grafana-admin' },
  runbooks: 'https://example.com/runbooks',
};

export const testEnvironment: Environment = defineEnvironment(anEnvironment);
