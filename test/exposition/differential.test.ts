import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { parsePage } from '../../src/exposition/parse';
import type { Page, PageFormat } from '../../src/exposition/page';
import { seriesKey } from '../../src/exposition/series-key';
import { storedLabels } from '../../src/exposition/stored-labels';
import { ENGINE, type Engine } from '../support/engines';
import { startPrometheus, type Sample } from '../support/prometheus';
import { until } from '../support/until';
import { randomPages, type RandomPage } from './random-pages';

/** Pages about which our reader and Prometheus may differ. */
interface Kind {
  readonly reason: string;
  readonly example: RandomPage;
  /** Engines with the difference. */
  readonly engines: readonly Engine['name'][];
  /** Whether it depends on the number of scrapes. @default the example always differs */
  readonly varies?: true;
  readonly applies: (page: RandomPage, outcome: Outcome) => boolean;
}

const KINDS: readonly Kind[] = [
  {
    reason:
      'refused: a label twice on a sample of the distant past, which Prometheus drops before it reads labels',
    example: { format: 'text', text: 'a{b="c",b="d"} 1 5\n' },
    engines: ['newest', 'oldest'],
    applies: ({ text, format }, outcome) =>
      outcome === undefined &&
      parsePage(text, format).defects.every(
        ({ refused, message }) =>
          !refused || /^(duplicate label|the label __name__ is not allowed)$/.test(message),
      ),
  },
  {
    reason: 'refused: a line break in a label value, as promtool does; Prometheus reads on to the next quote',
    example: { format: 'text', text: 'a{b="c\nd"} 1\n' },
    engines: ['newest', 'oldest'],
    applies: ({ text }, outcome) => outcome === undefined && /=\s*"[^"\n]*\n/.test(text),
  },
  {
    reason: 'refused: zero bytes, which Prometheus skips or takes for the end, by their place',
    example: { format: 'text', text: 'a{b="c"\u0000} 1\n' },
    engines: ['newest', 'oldest'],
    applies: ({ text }) => text.includes('\u0000'),
  },
  {
    reason:
      'read: a series again without a timestamp, which Prometheus 3 drops even when the first one is out of bounds',
    example: { format: 'text', text: 'a 1 5\na 2\n' },
    engines: ['newest'],
    varies: true,
    applies: ({ text, format }, outcome) => outcome !== undefined && repeatsStamped(parsePage(text, format)),
  },
];

function repeatsStamped({ families }: Page): boolean {
  const samples = families.flatMap((family) => family.samples).toSorted((a, b) => a.line - b.line);
  const stamped = new Set<string>();
  return samples.some((sample) => {
    const key = seriesKey(sample);
    if (sample.timestampSeconds !== undefined) stamped.add(key);
    return sample.timestampSeconds === undefined && stamped.has(key);
  });
}

/** More pages: `PAGES=5000 SEED=7 npx jest test/exposition/differential`. */
const random = randomPages(Number(process.env['SEED'] ?? 8), Number(process.env['PAGES'] ?? 400));
const pages = [...KINDS.map(({ example }) => example), ...random];

const CONTENT_TYPES: Readonly<Record<PageFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** Label of the target, which no page has. */
const PAGE = 'random_page';

/** What a Prometheus makes of a page. `undefined`: it refuses the page. */
type Outcome = readonly string[] | undefined;

/** Series without timestamps of their own: those of the past are not in the answer to a query. */
function ours({ text, format }: RandomPage): Outcome {
  const page = parsePage(text, format);
  if (page.defects.some(({ refused, since3 }) => refused || (since3 === true && ENGINE.version[0] < 3)))
    return undefined;
  const samples = page.families.flatMap((family) => family.samples).toSorted((a, b) => a.line - b.line);
  const stored = new Map<string, string>();
  for (const sample of samples) {
    const labels = storedLabels(sample, ENGINE.version[0] < 3 ? 2 : 3);
    const key = seriesText({ ...Object.fromEntries(labels), __name__: sample.name });
    if (sample.timestampSeconds === undefined && !stored.has(key)) stored.set(key, valueText(sample.value));
  }
  return [...stored].map(([key, value]) => `${key} ${value}`).toSorted();
}

const seriesText = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const valueText = (value: number): string => (Object.is(value, -0) ? '0' : String(value));

const NUMBERS: Readonly<Record<string, number>> = { '+Inf': Infinity, '-Inf': -Infinity, NaN };

function theirs(result: readonly Sample[]): readonly string[] {
  return result
    .map(({ metric: { job: _job, instance: _instance, [PAGE]: _page, ...labels }, value: [, text] }) => {
      return `${seriesText(labels)} ${valueText(NUMBERS[text] ?? Number(text))}`;
    })
    .toSorted();
}

const OWN = /^(up|scrape_.*)$/;

/** What Prometheus says of a scrape that took too long, which tells nothing about the page. */
const TIMED_OUT = /deadline exceeded|timeout/i;

interface Target {
  readonly labels: Readonly<Record<string, string>>;
  readonly lastError: string;
}

async function targetsOf(url: string): Promise<readonly Target[]> {
  const response = await fetch(`${url}/api/v1/targets?state=active`);
  const { data } = (await response.json()) as {
    readonly data: { readonly activeTargets: readonly Target[] };
  };
  return data.activeTargets;
}

test('Prometheus refuses the same random pages, and stores the same series of the others', async () => {
  const server = createServer((request, response) => {
    const { format, text } = pages[Number(request.url!.slice(1))]!;
    response.setHeader('Content-Type', CONTENT_TYPES[format]).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const prometheus = await startPrometheus(
    () => ({
      global: { scrape_interval: '4s', scrape_timeout: '4s' },
      scrape_configs: [
        {
          job_name: 'pages',
          static_configs: pages.map((_page, index) => ({
            targets: [target],
            labels: { __metrics_path__: `/${index}`, [PAGE]: String(index) },
          })),
        },
      ],
    }),
    {},
  );
  try {
    const read = new Set<string | undefined>();
    const refused = new Set<string | undefined>();
    await until(
      () => `${read.size} pages were read and ${refused.size} refused of ${pages.length}`,
      async () => {
        for (const { metric } of await prometheus.query('up == 1')) read.add(metric[PAGE]);
        for (const { labels, lastError } of await targetsOf(prometheus.url))
          if (lastError !== '' && !TIMED_OUT.test(lastError)) refused.add(labels[PAGE]);
        return read.size + refused.size === pages.length;
      },
    );
    const found = new Map<string, Sample[]>(pages.map((_page, index) => [String(index), []]));
    // On a busy machine, the newest scrape of a page may have timed out.
    for (const sample of await prometheus.query('last_over_time({job="pages"}[1h])'))
      if (!OWN.test(sample.metric['__name__'] ?? '')) found.get(sample.metric[PAGE] ?? '')?.push(sample);
    const differences = pages.flatMap((page, index) => {
      const [mine, real] = [
        ours(page),
        read.has(String(index)) ? theirs(found.get(String(index))!) : undefined,
      ];
      return isDeepStrictEqual(mine, real) ? [] : [{ page, mine, real }];
    });
    const explained = (kind: Kind, { page, mine }: (typeof differences)[number]) =>
      kind.engines.includes(ENGINE.name) && kind.applies(page, mine);
    expect(differences.filter((one) => !KINDS.some((kind) => explained(kind, one)))).toEqual([]);
    // An explanation that no longer applies is removed.
    expect(
      KINDS.filter(
        ({ engines, example, varies }) =>
          varies !== true &&
          engines.includes(ENGINE.name) !== differences.some(({ page }) => page === example),
      ),
    ).toEqual([]);
  } finally {
    await prometheus.stop();
    server.closeAllConnections();
    server.close();
  }
});
