import { parseAllDocuments, stringify } from 'yaml';
import { check } from '../../../../src/doctor/checks/wrong-query/converted-histogram';
import { withValue } from '../../../support/with-value';
import { findingsFor } from '../../../support/doctor';
import { contracts, inShop, panel, recording, rules, shop } from '../../expressions/shop';
import { chain, podMonitor, serviceMonitor } from '../scrape-chain';
import { values, yaml } from '../yaml';

const CONVERT = 'convertClassicHistogramsToNHCB: true,';
const BUCKETS = rules(recording('rate(shop_duration_seconds_bucket{le="0.5"}[5m])'));

/** The shop as foreign manifests, without a metric table. */
const foreign = (monitor: string, ...exprs: readonly string[]) =>
  findingsFor(check, shop({ monitor }) + rules(...exprs.map((expr) => recording(expr)))).map(
    ({ severity, message }) => `${severity}: ${message.replace(/^recording rule a:b:c: /, '')}`,
  );

it('names the monitor that converts the histogram, and the field that keeps its classic series', () => {
  expect(inShop(check, BUCKETS, { monitor: CONVERT })).toMatchObject([
    {
      code: 'converted-histogram',
      severity: 'error',
      resource: 'PrometheusRule default/r',
      path: 'spec.groups[0].rules[0].expr',
      message:
        'recording rule a:b:c: ServiceMonitor default/shop-monitor converts shop_duration_seconds to a native histogram, so shop_duration_seconds_bucket has no series',
      found: 'shop_duration_seconds_bucket',
      expected: 'shop_duration_seconds as a native histogram, or its classic series stored too',
      fix: 'set spec.scrapeClassicHistograms: true in ServiceMonitor default/shop-monitor',
    },
  ]);
});

it.each([
  ['the count', rules(recording('sum(rate(shop_duration_seconds_count[5m]))'))],
  ['the sum', rules(recording('rate(shop_duration_seconds_sum[5m])'))],
  ['a panel', panel('histogram_quantile(0.9, sum by (le) (rate(shop_duration_seconds_bucket[5m])))')],
  ['a name as matcher', rules(recording('rate({__name__="shop_duration_seconds_bucket"}[5m])'))],
])('finds %s', (_, expressions) => {
  expect(inShop(check, expressions, { monitor: CONVERT })).toHaveLength(1);
});

it.each([
  ['without conversion', BUCKETS, ''],
  ['with the classic series kept', BUCKETS, `${CONVERT} scrapeClassicHistograms: true,`],
  ['native functions', rules(recording('histogram_count(rate(shop_duration_seconds[5m]))')), CONVERT],
  ['a counter', rules(recording('rate(shop_requests_total[5m])')), CONVERT],
  [
    'a recorded series of that name',
    rules(recording('sum(up)', 'shop:up_count'), recording('shop:up_count > 0')),
    CONVERT,
  ],
])('accepts expressions %s', (_, expressions, monitor) => {
  expect(inShop(check, expressions, { monitor })).toEqual([]);
});

describe('a histogram without a metric table', () => {
  it('is converted if the job of the expression is', () => {
    expect(foreign(CONVERT, 'rate(x_bucket{job="shop"}[5m])', 'rate(x_count{job="shop"}[5m])')).toEqual([
      'error: ServiceMonitor default/shop-monitor converts x to a native histogram, so x_bucket has no series',
      'error: ServiceMonitor default/shop-monitor converts x to a native histogram, so x_count has no series',
    ]);
  });

  it('may be a summary if only its count or sum is read', () => {
    expect(foreign(CONVERT, 'rate(x_count{job="shop"}[5m])')).toEqual([
      'warning: ServiceMonitor default/shop-monitor converts classic histograms to native ones, so x_count has no series if x is a histogram',
    ]);
  });

  it('is converted if every scrape is', () => {
    expect(foreign(CONVERT, 'rate(x_bucket[5m])')).toHaveLength(1);
    expect(foreign(CONVERT, 'rate(apiserver_request_duration_seconds_bucket[5m])')).toEqual([]);
    expect(
      findingsFor(
        check,
        [shop({ monitor: CONVERT }), chain(), rules(recording('rate(x_bucket[5m])'))].join('\n'),
      ),
    ).toEqual([]);
  });

  it('may come from another scrape of the same job', () => {
    const other = serviceMonitor('jobLabel: shop', 'name: shop, namespace: monitoring');
    const found = findingsFor(
      check,
      [shop({ monitor: CONVERT }), other, rules(recording('rate(x_bucket{job="shop"}[5m])'))].join('\n'),
    );
    expect(found.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('is left alone where another job is selected', () => {
    expect(foreign(CONVERT, 'rate(x_bucket{job="cart"}[5m])', 'rate(x_bucket{namespace="y"}[5m])')).toEqual(
      [],
    );
  });
});

/** What converts the histograms of a scrape, with the job that it has. */
const JOBS = '[{ job_name: monitoring/cart, convert_classic_histograms_to_nhcb: true }]';

const SCRAPES: readonly (readonly [string, string, ReturnType<typeof values> | undefined])[] = [
  ['a PodMonitor', chain({ monitor: podMonitor(CONVERT.slice(0, -1)) }), undefined],
  [
    'a ScrapeConfig',
    yaml(
      'ScrapeConfig',
      'name: cart',
      `spec: { jobName: monitoring/cart, ${CONVERT} staticConfigs: [{ targets: ["cart:80"] }] }`,
    ),
    undefined,
  ],
  ['the Prometheus resource', chain() + yaml('Prometheus', 'name: k8s', `spec: { ${CONVERT} }`), undefined],
  [
    'Helm values',
    chain(),
    values({ prometheus: { prometheusSpec: { convertClassicHistogramsToNHCB: true } } }),
  ],
  [
    'the default of unread scrapes',
    '',
    values({ prometheus: { prometheusSpec: { convertClassicHistogramsToNHCB: true } } }),
  ],
  [
    'an additional scrape configuration',
    '',
    values({
      prometheus: {
        prometheusSpec: {
          additionalScrapeConfigs: [
            { job_name: 'monitoring/cart', convert_classic_histograms_to_nhcb: true },
          ],
        },
      },
    }),
  ],
  [
    'an additional scrape configuration in a Secret',
    yaml('Prometheus', 'name: k8s', 'spec: { additionalScrapeConfigs: { name: more, key: jobs.yaml } }') +
      yaml('Secret', 'name: more', `stringData: { jobs.yaml: "${JOBS}" }`),
    undefined,
  ],
];

const CART = rules(recording('rate(x_bucket{job=~"(monitoring/)?cart"}[5m])'));

it.each(SCRAPES)('finds %s, and its fix cures', (_, manifests, given) => {
  const [finding, ...more] = findingsFor(check, manifests + CART, given);
  expect(finding?.severity).toBe('error');
  expect(more).toEqual([]);
  const fixed = applied(finding!.fix, manifests + CART, given);
  expect(findingsFor(check, fixed.manifests, fixed.given)).toEqual([]);
});

it('finds an additional scrape configuration in a Secret as the cluster returns it', () => {
  const manifests =
    yaml('Prometheus', 'name: k8s', 'spec: { additionalScrapeConfigs: { name: more, key: jobs.yaml } }') +
    yaml('Secret', 'name: more', `data: { jobs.yaml: ${btoa(JOBS)} }`);
  expect(findingsFor(check, manifests + CART)).toMatchObject([{ found: 'x_bucket', severity: 'error' }]);
});

it('applies the fix to a monitor and to the metric table of the shop', () => {
  const broken = shop({ monitor: CONVERT }) + BUCKETS;
  const [finding] = findingsFor(check, broken, { contracts });
  expect(findingsFor(check, applied(finding!.fix, broken, undefined).manifests, { contracts })).toEqual([]);
});

it('lets a monitor override the Prometheus that converts', () => {
  const all = values({ prometheus: { prometheusSpec: { convertClassicHistogramsToNHCB: true } } });
  const cart = (spec: string) => findingsFor(check, chain({ monitor: serviceMonitor(spec) }) + CART, all);
  expect(cart('convertClassicHistogramsToNHCB: false')).toEqual([]);
  expect(cart('scrapeClassicHistograms: true')).toEqual([]);
  expect(cart('scrapeClassicHistograms: false').map(({ fix }) => fix)).toEqual([
    'set spec.scrapeClassicHistograms: true in ServiceMonitor monitoring/cart',
  ]);
});

it('knows that version 2 does not convert', () => {
  expect(
    findingsFor(
      check,
      chain() + CART + yaml('Prometheus', 'name: k8s', `spec: { version: v2.54.1, ${CONVERT} }`),
    ),
  ).toEqual([]);
});

it('reads no scrape configurations that Helm renders or that are invalid', () => {
  for (const text of ['{{ toYaml .Values.jobs }}', '- [', '- job_name: other']) {
    const given = values({ prometheus: { prometheusSpec: { additionalScrapeConfigs: text } } });
    expect(findingsFor(check, CART, given)).toEqual([]);
  }
});

/** Does what a fix says: `set <path>: true in <resource>`. */
function applied(fix: string, manifests: string, given: ReturnType<typeof values> | undefined) {
  const [, path = '', resource = ''] = /^set (\S+): true in (.+)$/.exec(fix) ?? [];
  const set = (fields: unknown) => withValue(fields, path.split('.'), true);
  if (resource.startsWith('Helm values')) return { manifests, given: values(set(given!.values.values)) };
  const [kind, name = ''] = resource.split(' ');
  if (kind === 'scrape') {
    const job = (text: string) =>
      text.replace(
        'convert_classic_histograms_to_nhcb: true',
        `convert_classic_histograms_to_nhcb: true, ${path}: true`,
      );
    return {
      manifests: job(manifests),
      given: given && values(withRawJob(given.values.values, path)),
    };
  }
  const documents = parseAllDocuments(manifests).map(
    (document) => document.toJS() as Record<string, unknown>,
  );
  return {
    manifests: documents
      .filter((document) => document !== null)
      .map((document) => {
        const { namespace, name: own } = document['metadata'] as {
          readonly namespace: string;
          readonly name: string;
        };
        return stringify(
          document['kind'] === kind && `${namespace}/${own}` === name ? set(document) : document,
        );
      })
      .join('---\n'),
    given,
  };
}

const withRawJob = (given: unknown, field: string): unknown =>
  JSON.parse(
    JSON.stringify(given).replace('"convert_classic', `"${field}":true,"convert_classic`),
  ) as unknown;
