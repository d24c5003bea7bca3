import { findPlacedService } from '../../fixtures/stack/index';
import { placeServices } from '../../../src/catalog/placement';
import { defineService } from '../../../src/catalog/service';
import { parse } from '../../../src/promql/parse';
import { QUERY_FORMATS, queriesOf } from '../../../src/outputs/queries/queries';
import { aService, aSignalledContract, testEnvironment } from '../../support/catalog';

const placed = (fields: object) =>
  placeServices([defineService({ ...aService, ...fields })], testEnvironment)[0]!;
const topics = (fields: object) => queriesOf(placed(fields)).map(({ topic, title }) => `${topic}: ${title}`);

const orderApi = queriesOf(findPlacedService('order-api', 'dev'));

describe('the queries', () => {
  it('of the Order API answer the golden signals, and for each objective what is left of its budget', () => {
    const budget = ['Error rate', 'Burn rate', 'Remaining error budget', 'Time to exhaustion'];
    expect(orderApi.map(({ topic, title }) => `${topic}: ${title}`)).toEqual([
      'traffic: Requests per second',
      'errors: Failed requests in percent',
      'latency: P50 latency',
      'latency: P95 latency',
      'latency: P99 latency',
      'saturation: Requests in flight',
      'saturation: CPU in use by pod',
      'saturation: Memory in use by pod, as a share of its limit',
      ...budget.map((title) => `error budget availability: ${title}`),
      ...budget.map((title) => `error budget latency: ${title}`),
    ]);
  });

  it('of a service that runs elsewhere leave its pods out', () => {
    const { metrics, signals } = aSignalledContract;
    expect(topics({ metrics, signals, workload: 'external' })).toEqual([
      'traffic: Requests per second',
      'errors: Failed requests in percent',
      'latency: P50 latency',
      'latency: P95 latency',
      'latency: P99 latency',
    ]);
  });

  it('of a service without golden signals are those of its pods, which nothing records', () => {
    expect(topics({})).toEqual([
      'saturation: CPU in use by pod',
      'saturation: Memory in use by pod, as a share of its limit',
    ]);
    expect(queriesOf(placed({})).map(({ recorded }) => recorded)).toEqual([undefined, undefined]);
  });
});

describe('written', () => {
  const [traffic] = orderApi;
  const inFlight = orderApi.find(({ title }) => title === 'Requests in flight')!;
  const raw =
    'sum by (namespace, job, endpoint) (rate(order_api_requests_total{namespace="default", job="order-api"}[5m]))';
  const broken =
    'sum by (namespace, job, endpoint) (\n  rate(order_api_requests_total{namespace="default", job="order-api"}[5m])\n)';

  it('as text, each is a comment and a query, and so is its recorded form', () => {
    expect(QUERY_FORMATS['text']!([traffic!, inFlight])).toBe(`\
# traffic: Requests per second (requests/s)
${broken}
# recorded
order_api:requests:rate5m{namespace="default"}

# saturation: Requests in flight (requests)
sum by (namespace, job) (order_api_requests_in_flight{namespace="default", job="order-api"})`);
  });

  it('as JSON, each is an object with its queries on one line', () => {
    expect(JSON.parse(QUERY_FORMATS['json']!([traffic!, inFlight]))).toEqual([
      {
        topic: 'traffic',
        title: 'Requests per second',
        unit: 'requests/s',
        query: raw,
        recorded: 'order_api:requests:rate5m{namespace="default"}',
      },
      {
        topic: 'saturation',
        title: 'Requests in flight',
        unit: 'requests',
        query: 'sum by (namespace, job) (order_api_requests_in_flight{namespace="default", job="order-api"})',
      },
    ]);
  });

  it('as Markdown, each is a section with code blocks', () => {
    expect(QUERY_FORMATS['markdown']!([traffic!])).toBe(`\
### traffic: Requests per second (requests/s)

\`\`\`promql
${broken}
\`\`\`

Recorded:

\`\`\`promql
order_api:requests:rate5m{namespace="default"}
\`\`\``);
  });

  it.each(['text', 'json', 'markdown'])('as %s, all of them are PromQL', (name) => {
    const written = QUERY_FORMATS[name]!(orderApi);
    const found =
      name === 'json'
        ? (JSON.parse(written) as { query: string }[]).map(({ query }) => query)
        : name === 'text'
          ? written.split(/^#.*$/m)
          : [...written.matchAll(/```promql\n([^`]*)```/g)].map(([, code]) => code!);
    const queries = found.filter((text) => text.trim() !== '');
    expect(queries.length).toBeGreaterThanOrEqual(orderApi.length);
    for (const query of queries) expect(() => parse(query)).not.toThrow();
  });
});
