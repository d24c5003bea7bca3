import { placeServices } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { diagnose } from '../../src/doctor/diagnose';
import { defineService, existing } from '../../src/index';
import * as presets from '../../src/presets/index';
import { presetOptions } from '../../src/presets/list';
import type { Duration } from '../../src/promql/window';
import { printGroup } from '../../src/rules/rule';
import { checkRules, testRules, type InputSeries, type RuleCase } from '../../src/testing/rule-tests';
import { testEnvironment } from '../support/catalog';

const {
  blackboxProbe,
  cronJob,
  fastapi,
  grpcServer,
  ingressNginx,
  istio,
  micrometer,
  otelHttpServer,
  promhttp,
  queueConsumer,
} = presets;

/** A preset with the series of a service that fails, and of one that works; `ignored` counts towards nothing. */
interface Row {
  readonly preset: presets.Preset;
  readonly failed: string;
  readonly good: string;
  readonly ignored?: string;
  /** The counter has all events, and those that fail once more. */
  readonly twoCounters?: boolean;
}

const ROWS: Readonly<Record<string, Row>> = {
  promhttp: {
    preset: promhttp({
      requestLabels: ['code', 'handler'],
      durationLabels: ['handler'],
      excluded: ['/healthz'],
    }),
    failed: 'http_requests_total{code="503", handler="/pay"',
    good: 'http_requests_total{code="404", handler="/pay"',
    ignored: 'http_requests_total{code="503", handler="/healthz"',
  },
  micrometer: {
    preset: micrometer(),
    failed: 'http_server_requests_seconds_count{outcome="SERVER_ERROR", uri="/orders"',
    good: 'http_server_requests_seconds_count{outcome="CLIENT_ERROR", uri="/orders"',
    ignored: 'http_server_requests_seconds_count{outcome="SUCCESS", uri="/actuator/health"',
  },
  'otel-http-server': {
    preset: otelHttpServer({ excluded: ['/healthz'] }),
    failed: 'http_server_request_duration_seconds_count{http_response_status_code="500", http_route="/cart"',
    good: 'http_server_request_duration_seconds_count{http_response_status_code="200", http_route="/cart"',
    ignored:
      'http_server_request_duration_seconds_count{http_response_status_code="500", http_route="/healthz"',
  },
  'otel-old': {
    preset: otelHttpServer({ conventions: 'old' }),
    failed: 'http_server_duration_milliseconds_count{http_status_code="500"',
    good: 'http_server_duration_milliseconds_count{http_status_code="200"',
  },
  'grpc-server': {
    preset: grpcServer({ excluded: ['Check'] }),
    failed: 'grpc_server_handled_total{grpc_code="Unavailable", grpc_method="Get"',
    good: 'grpc_server_handled_total{grpc_code="NotFound", grpc_method="Get"',
    ignored: 'grpc_server_handled_total{grpc_code="Internal", grpc_method="Check"',
  },
  fastapi: {
    preset: fastapi({ prefix: 'task_api', excluded: ['/healthz'] }),
    failed: 'task_api_requests_total{status="500", endpoint="/tasks"',
    good: 'task_api_requests_total{status="200", endpoint="/tasks"',
    ignored: 'task_api_requests_total{status="200", endpoint="/healthz"',
  },
  'queue-consumer': {
    preset: queueConsumer(),
    failed: 'jobs_failed_total{',
    good: 'jobs_total{',
    twoCounters: true,
  },
  'ingress-nginx': {
    preset: ingressNginx({ ingress: 'web', namespace: 'shop' }),
    failed: 'nginx_ingress_controller_requests{status="502", ingress="web", exported_namespace="shop"',
    good: 'nginx_ingress_controller_requests{status="200", ingress="web", exported_namespace="shop"',
    ignored: 'nginx_ingress_controller_requests{status="502", ingress="api", exported_namespace="shop"',
  },
  istio: {
    preset: istio({ workload: 'reviews-v1', namespace: 'shop' }),
    failed:
      'istio_requests_total{reporter="destination", destination_workload="reviews-v1", destination_workload_namespace="shop", response_code="503"',
    good: 'istio_requests_total{reporter="destination", destination_workload="reviews-v1", destination_workload_namespace="shop", response_code="200"',
    ignored:
      'istio_requests_total{reporter="source", destination_workload="reviews-v1", destination_workload_namespace="shop", response_code="503"',
  },
};

/** Presets of which objectives read a value once a minute. */
const MINUTES: Readonly<Record<string, presets.Preset>> = {
  'blackbox-probe': blackboxProbe({ latency: { threshold: 0.5 } }),
  'cron-job': cronJob({ name: 'backup', succeedsWithin: '15m' }),
};

const services = Object.entries({
  ...Object.fromEntries(Object.entries(ROWS).map(([name, { preset }]) => [name, preset])),
  ...MINUTES,
}).map(([name, preset]) =>
  defineService({ name, team: 'shop', workload: 'external', scrape: existing(), ...preset }),
);
const groups = placeServices(services, testEnvironment).flatMap((service) =>
  ruleResources(service).flatMap((resource) => resource.groups.map(printGroup)),
);

const NAMESPACE = testEnvironment.namespaces.services;
const target = (job: string) =>
  `namespace="${NAMESPACE}", job="${job}", pod="${job}-1", instance="10.0.0.1:8000"}`;
const series = (start: string, job: string) => `${start}${start.endsWith('{') ? '' : ', '}${target(job)}`;

/** Every scrape shows six good events and two that fail. */
const inputSeries = Object.entries(ROWS).flatMap(([job, { failed, good, ignored, twoCounters }]) => [
  { series: `up{${target(job)}`, values: '1x60' },
  { series: series(failed, job), values: '0+2x60' },
  { series: series(good, job), values: twoCounters === true ? '0+8x60' : '0+6x60' },
  ...(ignored === undefined ? [] : [{ series: series(ignored, job), values: '0+9x60' }]),
]);

describe('every preset', () => {
  it('is tried here', () => {
    const functions = Object.keys(presets);
    expect(Object.keys(presetOptions).toSorted()).toEqual(functions.toSorted());
    const inWords = (name: string) => name.replace(/(?=[A-Z])/g, '-').toLowerCase();
    expect(functions.map(inWords).filter((name) => !(name in ROWS || name in MINUTES))).toEqual([]);
  });

  it('has rules that promtool and the doctor accept', async () => {
    await checkRules(groups);
    expect(diagnose({ services, objects: [] }).report.findings).toEqual([]);
  });

  it('counts the requests and the failures of its program, and no others', () =>
    testRules({
      groups: groups.map((group) => ({
        ...group,
        rules: group.rules.filter(({ record }) =>
          /:slo_(read|seen|counted|idle|process|events:)/.test(record ?? ''),
        ),
      })),
      interval: '1m',
      scrapeInterval: '30s',
      cases: [
        {
          name: 'half an hour',
          inputSeries,
          queries: Object.keys(ROWS).flatMap((job) =>
            (['all', 'bad'] as const).map((outcome) => ({
              expr: `sum_over_time(${job.replaceAll('-', '_')}:slo_events:count1m{slo="availability", outcome="${outcome}"}[1h])`,
              at: '30m',
              expected: [
                {
                  labels: `{namespace="${NAMESPACE}", job="${job}", slo="availability", outcome="${outcome}"}`,
                  value: 60 * (outcome === 'all' ? 8 : 2),
                },
              ],
            })),
          ),
        },
      ],
    }));

  it('fires when messages wait in a queue, and not for the time that is allowed', () =>
    testRules({
      groups: groups.filter(({ name }) => name.includes('queue-consumer')),
      interval: '1m',
      cases: [
        ['waits', 400, 1],
        ['is taken in time', 300, 0],
      ].map(([name, age, firing]) => ({
        name: String(name),
        inputSeries: [
          {
            series: series('queue_oldest_message_age_seconds{', 'queue-consumer'),
            values: `${age}x30`,
          },
        ],
        alerts: [
          {
            at: '10m',
            alert: 'QueueConsumerQueueStuck',
            expected:
              firing === 0
                ? []
                : [
                    {
                      labels: {
                        severity: 'critical',
                        team: 'shop',
                        service: 'queue-consumer',
                        namespace: NAMESPACE,
                        job: 'queue-consumer',
                      },
                    },
                  ],
          },
        ],
      })),
    }));
});

describe('options', () => {
  it('switch objectives off, and change them', () => {
    expect(promhttp({ availability: 'off', latency: 'off' }).slos).toEqual([]);
    const [availability, latency] = promhttp({
      availability: 99.5,
      period: '28d',
      latency: { threshold: 0.5 },
    }).slos;
    expect(availability).toMatchObject({ objective: 99.5, period: '28d' });
    expect(latency).toMatchObject({ objective: 99, period: '28d', threshold: 0.5 });
    expect(otelHttpServer({ conventions: 'old' }).slos[1]).toMatchObject({ threshold: 250 });
    expect(micrometer().slos.map(({ name }) => name)).toEqual(['availability']);
    expect(queueConsumer({ availability: 'off' }).slos).toEqual([]);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'an unknown one',
      () => promhttp({ bucket: [1] } as never),
      /^promhttp: unknown field \(bucket: \[1\]\)\. Use one of /,
    ],
    [
      'handlers without a label',
      () => promhttp({ excluded: ['/healthz'] }),
      /the series do not have this label \(matchers: "handler"\)/,
    ],
    ['a threshold that is no bucket', () => promhttp({ latency: { threshold: 0.3 } }), /0\.3/],
    ['a period that is no duration', () => promhttp({ period: 'month' as never }), /period: "month"/],
    ['an unknown code', () => grpcServer({ errors: ['BAD' as never] }), /errors/],
    ['an empty name', () => ingressNginx({ ingress: '', namespace: 'shop' }), /ingress/],
    ['no buckets', () => micrometer({ buckets: [] }), /no buckets/],
  ])('that are wrong are one sentence: %s', (_what, preset, message) => {
    expect(preset).toThrow(message);
  });
});

const SITE = `namespace="${NAMESPACE}", job="blackbox-probe", instance="https://shop.example.com"`;
const BACKUP = `namespace="${NAMESPACE}", cronjob="backup"`;

/** Scrapes every 30 seconds and rules every minute, from minute 0 to minute 60. Unix time begins at minute 0. */
const PROBES: readonly InputSeries[] = [
  { series: `up{${SITE}}`, values: '1x120' },
  // Fails in minutes 20-29, at once.
  { series: `probe_success{${SITE}}`, values: '1x39 0x19 1x60' },
  // Slow in minutes 40-44.
  { series: `probe_duration_seconds{${SITE}}`, values: '0.1x79 0.9x9 0.1x30' },
  { series: `probe_ssl_earliest_cert_expiry{${SITE}}`, values: `${21 * 86_400 + 1800}x120` },
];
const JOBS: readonly InputSeries[] = [
  { series: `kube_cronjob_created{${BACKUP}}`, values: '0x120' },
  // Late from minute 15 to the success of minute 20, and again from minute 35 on; suspended from minute 50 on.
  { series: `kube_cronjob_status_last_successful_time{${BACKUP}}`, values: '_x40 1200x80' },
  { series: `kube_cronjob_spec_suspend{${BACKUP}}`, values: '0x99 1x20' },
];

const minutesOf = (job: string, slo: string, all: number, bad: number): RuleCase['queries'] =>
  (
    [
      ['all', all],
      ['bad', bad],
    ] as const
  ).map(([outcome, value]) => ({
    expr: `sum_over_time(${job.replaceAll('-', '_')}:slo_events:count1m{slo="${slo}", outcome="${outcome}"}[2h])`,
    at: '60m',
    expected: [
      { labels: `{namespace="${NAMESPACE}", job="${job}", slo="${slo}", outcome="${outcome}"}`, value },
    ],
  }));

const alertAt = (at: Duration, alert: string, fires: boolean, labels: Readonly<Record<string, string>>) => ({
  at,
  alert,
  expected: fires ? [{ labels }] : [],
});

test('probes and jobs: minutes are counted, and alerts fire and stay silent', () => {
  const certificate = {
    severity: 'warning',
    team: 'shop',
    service: 'blackbox-probe',
    namespace: NAMESPACE,
    job: 'blackbox-probe',
    instance: 'https://shop.example.com',
  };
  const ofJob = { team: 'shop', service: 'cron-job', namespace: NAMESPACE, cronjob: 'backup' };
  return testRules({
    groups: groups.filter(({ name }) =>
      /^(blackbox-probe|cron-job)-(slo-.*-fast|alerts|own-alerts)$/.test(name),
    ),
    interval: '1m',
    scrapeInterval: '30s',
    cases: [
      {
        name: 'an hour',
        inputSeries: [...PROBES, ...JOBS],
        queries: [
          ...minutesOf('blackbox-probe', 'availability', 61, 10)!,
          ...minutesOf('blackbox-probe', 'latency', 61, 10 + 5)!,
          ...minutesOf('cron-job', 'punctuality', 61, 5 + 15)!,
        ],
        alerts: [
          alertAt('40m', 'BlackboxProbeCertificateExpiring', false, certificate),
          alertAt('50m', 'BlackboxProbeCertificateExpiring', true, certificate),
          alertAt('14m', 'CronJobJobOverdue', false, { ...ofJob, severity: 'warning' }),
          alertAt('18m', 'CronJobJobOverdue', true, { ...ofJob, severity: 'warning' }),
          alertAt('55m', 'CronJobJobOverdue', false, { ...ofJob, severity: 'warning' }),
        ],
      },
    ],
  });
});

test('presets of probes and jobs without objectives and certificates', () => {
  const probe = blackboxProbe({ availability: 'off', latency: 'off', certificateDays: 'off' });
  expect([probe.slos, probe.alerts, Object.keys(probe.metrics)]).toEqual([[], [], ['success', 'duration']]);
  const job = cronJob({ name: 'backup', container: 'tar', succeedsWithin: '26h', punctuality: 'off' });
  expect(job).toMatchObject({ slos: [], workload: { object: { container: 'tar', succeedsWithin: '26h' } } });
  expect(() => cronJob({ name: 'backup' } as never)).toThrow(
    'cronJob: required field is missing (succeedsWithin)',
  );
  expect(() => blackboxProbe({ latency: { threshold: 0 } })).toThrow(
    'blackboxProbe: not above 0 (latency.threshold: 0). Give a number of seconds.',
  );
});
