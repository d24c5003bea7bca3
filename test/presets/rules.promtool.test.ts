import { placeServices } from '../../src/catalog/placement';
import { ruleResources } from '../../src/catalog/rule-resources';
import { diagnose } from '../../src/doctor/diagnose';
import { defineService, existing } from '../../src/index';
import * as presets from '../../src/presets/index';
import { presetOptions } from '../../src/presets/list';
import { printGroup } from '../../src/rules/rule';
import { checkRules, testRules } from '../../src/testing/rule-tests';
import { testEnvironment } from '../support/catalog';

const { fastapi, grpcServer, ingressNginx, istio, micrometer, otelHttpServer, promhttp, queueConsumer } =
  presets;

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

const services = Object.entries(ROWS).map(([name, { preset }]) =>
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
    expect(functions.map(inWords).filter((name) => !(name in ROWS))).toEqual([]);
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
          /:slo_(seen|counted|idle|process|events:)/.test(record ?? ''),
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
