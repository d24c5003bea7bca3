import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { placeServices } from '../../src/catalog/placement';
import { parsePage } from '../../src/exposition/parse';
import { defineService } from '../../src/index';
import { pageCheckReport } from '../../src/page-check/command';
import { factsOf } from '../../src/page-check/facts';
import {
  blackboxProbe,
  fastapi,
  grpcServer,
  ingressNginx,
  istio,
  micrometer,
  otelHttpServer,
  promhttp,
  queueConsumer,
  type Preset,
} from '../../src/presets/index';
import { recognizePreset } from '../../src/presets/recognize';
import { testEnvironment } from '../support/catalog';
import { startPrometheus } from '../support/prometheus';

/** What the page check finds, except that the program exposes other metrics too. */
function problems(preset: Preset, page: string): readonly string[] {
  const service = defineService({ name: 'shop', team: 'shop', port: 8080, workload: 'external', ...preset });
  const [placed] = placeServices([service], testEnvironment);
  return pageCheckReport(factsOf(placed!, { source: 'page', page: parsePage(page) }))
    .findings.filter(({ check }) => check !== 'beyond-contract')
    .map(({ check, severity, resource, message }) => `${severity} ${check}: ${resource}: ${message}`);
}

describe('pages of running programs', () => {
  it('Prometheus, which is instrumented with promhttp', async () => {
    const prometheus = await startPrometheus(() => ({}), {});
    try {
      const page = await (await fetch(`${prometheus.url}/metrics`)).text();
      const preset = promhttp({
        requests: 'prometheus_http_requests_total',
        requestLabels: ['code', 'handler'],
        durations: 'prometheus_http_request_duration_seconds',
        durationLabels: ['handler'],
        buckets: [0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120],
        latency: { threshold: 1 },
      });
      expect(problems(preset, page)).toEqual([]);
      // Neither a label nor a bucket that it does not have.
      expect(problems(promhttp({ ...NAMES, durationLabels: ['code'] }), page)).toEqual(
        expect.arrayContaining([expect.stringContaining('label')]),
      );
    } finally {
      await prometheus.stop();
    }
  });

  it('a program with a counter and a histogram of the lesson, as prom-client writes them', async () => {
    const registers = [new Registry()];
    const labelNames = ['method', 'endpoint'];
    new Counter({
      name: 'http_requests_total',
      help: 'Total HTTP requests',
      labelNames: [...labelNames, 'status'],
      registers,
    }).inc({ method: 'GET', endpoint: '/tasks', status: '503' });
    new Histogram({
      name: 'http_request_duration_seconds',
      help: 'HTTP request latency in seconds',
      labelNames,
      buckets: [0.05, 0.25, 1],
      registers,
    }).observe({ method: 'GET', endpoint: '/tasks' }, 0.2);
    const page = await registers[0]!.metrics();
    expect(problems(fastapi({ buckets: [0.05, 0.25, 1] }), page)).toEqual([]);
    expect(problems(fastapi(), page)).toEqual([
      expect.stringMatching(
        /^warning buckets: metric http_request_duration_seconds: buckets are missing: 0\.005/,
      ),
    ]);
  });

  it('a worker with two counters and a gauge, as prom-client writes them', async () => {
    const registers = [new Registry()];
    new Counter({ name: 'jobs_total', help: 'Jobs', registers }).inc(3);
    new Counter({ name: 'jobs_failed_total', help: 'Failed jobs', registers }).inc();
    new Gauge({ name: 'queue_oldest_message_age_seconds', help: 'Age', registers }).set(4);
    expect(problems(queueConsumer(), await registers[0]!.metrics())).toEqual([]);
  });
});

const NAMES = {
  requests: 'prometheus_http_requests_total',
  durations: 'prometheus_http_request_duration_seconds',
} as const;

test.each<[string, string, Preset]>([
  // Recorded from OpenTelemetry's Prometheus exporter 0.223 for Node.js with its instrumentation of http.
  ['OpenTelemetry in Node.js', 'otel-node.txt', otelHttpServer({ name: 'http_server_request_duration' })],
  // Recorded from the blackbox exporter 0.23 of Debian, of a server with a certificate, and of a port that nothing uses.
  ['the blackbox exporter over TLS', 'blackbox-https.txt', blackboxProbe()],
  ['the blackbox exporter without TLS', 'blackbox-tcp.txt', blackboxProbe({ certificateDays: 'off' })],
  // Recorded from the same exporter 0.57, whose names are those of the older conventions.
  [
    'OpenTelemetry in Node.js before its conventions were stable',
    'otel-node-old.txt',
    otelHttpServer({ conventions: 'old', name: 'http_server_duration' }),
  ],
  // Recorded from Python's prometheus_client 0.16 of Debian, with the two metrics of the lesson.
  ['a program with prometheus_client', 'prometheus-client.txt', fastapi()],
  // Two methods of etcd 3.4 of Debian, which has go-grpc-prometheus, with --metrics extensive.
  ['etcd', 'grpc.txt', grpcServer({ buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] })],
  // The others are written from the documented names, labels and buckets of each program, which neither npm nor Debian has.
  [
    'OpenTelemetry before its conventions were stable',
    'otel-old.txt',
    otelHttpServer({ conventions: 'old' }),
  ],
  ['Spring Boot with buckets', 'micrometer-buckets.txt', micrometer({ buckets: [0.1, 0.25, 1] })],
  ['Spring Boot without buckets', 'micrometer.txt', micrometer()],
  ['Quarkus', 'quarkus.txt', micrometer()],
  ['ingress-nginx', 'ingress-nginx.txt', ingressNginx({ ingress: 'web', namespace: 'shop' })],
  ['Istio', 'istio.txt', istio({ workload: 'reviews-v1', namespace: 'shop' })],
])('the page of %s', (_program, page, preset) => {
  expect(problems(preset, readFileSync(join(__dirname, 'pages', page), 'utf8'))).toEqual([]);
});

test('a page of the blackbox exporter is recognized', () => {
  expect(recognizePreset(Object.values(blackboxProbe().metrics))).toBe('blackboxProbe');
});
