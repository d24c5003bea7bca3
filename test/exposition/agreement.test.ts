import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { ACCEPT } from '../../src/exposition/content-type';
import { parsePage } from '../../src/exposition/parse';
import type { PageFormat } from '../../src/exposition/page';
import { binary } from '../support/binaries';
import { ENGINE } from '../support/engines';
import { startPrometheus, type Prometheus, type Sample } from '../support/prometheus';

/**
 * `taken`: by every reader; `noted`: Prometheus reads it and promtool of version 2 does not; `since 3`: only
 * Prometheus 3 reads it; `refused`: by every Prometheus.
 */
type Judgement = 'taken' | 'noted' | 'since 3' | 'refused';

const TEXT: readonly (readonly [string, Judgement, string])[] = [
  ['a counter', 'taken', '# HELP a_total A\n# TYPE a_total counter\na_total{b="c"} 1.0\n'],
  ['nothing', 'taken', ''],
  ['blank lines and comments', 'taken', '\n# by hand\n#\n#HELP\n\na 1\n'],
  ['blanks between the parts', 'taken', 'a  {  b = "c" ,  d = "e" , }  1  2\n'],
  ['a line of blanks', 'taken', 'a 1\n \t\nb 1\n'],
  ['blanks before the name', 'since 3', ' \ta 1\n  # TYPE b gauge\nb 1\n'],
  ['the last timestamp', 'taken', 'a 1 9223372036854775807\n'],
  ['a timestamp beyond 64 bits', 'refused', 'a 1 9223372036854775808\n'],
  ['two blanks before the type', 'refused', '# TYPE a  gauge\na 1\n'],
  ['a dash for the blank before the type', 'noted', '# TYPE a-gauge\na 1\n'],
  ['a dash behind the name of a HELP', 'noted', '# HELP a-b c\na 1\n'],
  ['a letter beyond ASCII behind the name of a HELP', 'refused', '# HELP aé\na 1\n'],
  ['a label twice, once empty', 'noted', 'a{b="c",b=""} 1\n'],
  ['an empty label name', 'refused', 'a{""="c"} 1\n'],
  ['a name in quotes without a comma', 'refused', '{"a.b" c="d"} 1\n'],
  ['tabs for blanks', 'taken', '#\tTYPE\ta\tgauge\na\t1\n'],
  ['a blank behind the value', 'noted', 'a 1 \n'],
  ['a blank behind the timestamp', 'noted', 'a 1 2 \n'],
  ['a blank behind the type', 'refused', '# TYPE a gauge \na 1\n'],
  ['the label __name__', 'refused', 'a{__name__="b"} 1\n'],
  ['a comma at the end', 'taken', 'a{b="c",} 1\n'],
  ['no blank behind the labels', 'taken', 'a{b="c"}1\n'],
  ['empty labels', 'taken', 'a{} 1\n'],
  ['escapes', 'taken', 'a{b="\\\\ \\" \\n é"} 1\n'],
  ['special values', 'taken', 'a NaN\nb +Inf\nc -inf\nd 1e3\ne .5\nf 5.\ng Infinity\nh nan\n'],
  ['a colon in the name', 'taken', 'a:b 1\n'],
  ['only a TYPE', 'taken', '# TYPE a counter\n'],
  ['untyped', 'taken', '# TYPE a untyped\na 1\n'],
  ['an empty HELP', 'taken', '# HELP a\n# HELP b \na 1\nb 1\n'],
  ['a negative timestamp', 'refused', 'a 1 -5\n'],
  ['an unknown escape', 'noted', 'a{b="\\d"} 1\n'],
  ['no comma between labels', 'noted', 'a{b="c" d="e"} 1\n'],
  ['no line break at the end', 'noted', 'a 1'],
  ['a second TYPE', 'noted', '# TYPE a gauge\n# TYPE a gauge\na 1\n'],
  ['a second HELP', 'noted', '# HELP a x\n# HELP a y\na 1\n'],
  ['a TYPE behind the samples', 'noted', 'a 1\n# TYPE a gauge\n'],
  ['a comma alone', 'refused', 'a{,} 1\n'],
  ['two commas', 'refused', 'a{b="c",,} 1\n'],
  ['an unknown type', 'refused', '# TYPE a info\na 1\n'],
  ['a type in capitals', 'refused', '# TYPE a Counter\na 1\n'],
  ['no type', 'refused', '# TYPE a\na 1\n'],
  ['no value', 'refused', 'a\n'],
  ['a word for a value', 'refused', 'a one\n'],
  ['a hexadecimal value', 'refused', 'a 0x10\n'],
  ['underscores in a value', 'refused', 'a 1_000\n'],
  ['a value beyond what floats hold', 'refused', 'a 1e999\n'],
  ['a signed NaN', 'refused', 'a +NaN\n'],
  ['a carriage return', 'refused', 'a 1\r\n'],
  ['a timestamp with a fraction', 'refused', 'a 1 1.5\n'],
  ['something behind the timestamp', 'refused', 'a 1 2 3\n'],
  ['an exemplar', 'refused', 'a 1 # {b="c"} 1\n'],
  ['an unquoted label value', 'refused', 'a{b=c} 1\n'],
  ['an open quote', 'refused', 'a{b="c} 1\n'],
  ['an open brace', 'refused', 'a{b="c" 1\n'],
  ['a dash in a label name', 'refused', 'a{b-c="d"} 1\n'],
  ['a dot in a name', 'refused', 'a.b 1\n'],
  ['a digit first', 'refused', '1a 1\n'],
  ['a label twice', 'refused', 'a{b="c",b="d"} 1\n'],
  ['a name in quotes', 'since 3', '# HELP "a.b" A\n# TYPE "a.b" gauge\n{"a.b"} 1\n{"a.b",c="d"} 1\n'],
  ['a name in quotes behind a label', 'since 3', '{c="d","a.b"} 1\n'],
  ['a label in quotes', 'since 3', 'a{"b.c"="d", e="f"} 1\n'],
  ['an escape in a name', 'since 3', '{"a\\"\\\\b"} 1\n'],
  ['two names in quotes', 'refused', '{"a","b"} 1\n'],
  ['a name before the braces and one in quotes', 'refused', 'a{"b"} 1\n'],
  ['labels without a name', 'refused', '{a="b"} 1\n'],
  ['HTML', 'refused', '<html><body>404</body></html>\n'],
  ['JSON', 'refused', '{"status":"ok"}\n'],
];

const OPENMETRICS: readonly (readonly [string, 'taken' | 'since 3' | 'refused', string])[] = [
  ['a counter', 'taken', '# HELP a A\n# TYPE a counter\na_total{b="c"} 1.0\na_created{b="c"} 1.7e9\n# EOF\n'],
  ['nothing', 'taken', '# EOF\n'],
  ['no line break at the end', 'taken', 'a 1\n# EOF'],
  ['a unit', 'taken', '# TYPE a_seconds gauge\n# UNIT a_seconds seconds\na_seconds 1\n# EOF\n'],
  ['info and stateset', 'taken', '# TYPE a info\na_info{b="c"} 1\n# TYPE s stateset\ns{s="x"} 1\n# EOF\n'],
  ['unknown', 'taken', '# TYPE a unknown\na 1\n# EOF\n'],
  [
    'gaugehistogram',
    'taken',
    '# TYPE a gaugehistogram\na_bucket{le="+Inf"} 1\na_gcount 1\na_gsum 1\n# EOF\n',
  ],
  ['timestamps', 'taken', 'a 1 1520879607.789\n# EOF\n'],
  ['an exemplar', 'taken', '# TYPE a counter\na_total 1 # {trace_id="x"} 0.5\n# EOF\n'],
  ['an exemplar with a time', 'taken', '# TYPE a counter\na_total 1 1.5 # {t="x"} 0.5 1.5\n# EOF\n'],
  ['an exemplar of a gauge', 'since 3', '# TYPE a gauge\na 1 # {t="x"} 0.5\n# EOF\n'],
  ['a timestamp that is no number', 'refused', 'a 1 NaN\n# EOF\n'],
  ['an infinite timestamp', 'refused', 'a 1 +Inf\n# EOF\n'],
  ['an exemplar with an infinite timestamp', 'refused', 'a_total 1 # {t="x"} 0.5 -Inf\n# EOF\n'],
  ['no EOF', 'refused', 'a 1\n'],
  ['a line behind EOF', 'refused', 'a 1\n# EOF\nb 1\n'],
  ['a blank line', 'refused', 'a 1\n\n# EOF\n'],
  ['a comment', 'refused', '# by hand\na 1\n# EOF\n'],
  ['untyped', 'refused', '# TYPE a untyped\na 1\n# EOF\n'],
  ['two blanks', 'refused', 'a  1\n# EOF\n'],
  ['a tab', 'refused', 'a\t1\n# EOF\n'],
  ['a blank at the end', 'refused', 'a 1 \n# EOF\n'],
  ['blanks between labels', 'refused', 'a{b="c", d="e"} 1\n# EOF\n'],
  ['a comma at the end', 'since 3', 'a{b="c",} 1\n# EOF\n'],
  ['a name in quotes', 'since 3', '# TYPE "a.b" gauge\n{"a.b",c="d"} 1\n# EOF\n'],
  ['a label in quotes', 'since 3', 'a{"b.c"="d"} 1\n# EOF\n'],
  ['two names in quotes', 'refused', '{"a","b"} 1\n# EOF\n'],
  ['no comma between labels', 'refused', 'a{b="c"d="e"} 1\n# EOF\n'],
  ['a unit that does not end the name', 'refused', '# UNIT a seconds\na 1\n# EOF\n'],
  ['an open exemplar', 'refused', '# TYPE a counter\na_total 1 # {t="x" 0.5\n# EOF\n'],
];

interface Case {
  readonly name: string;
  readonly format: PageFormat;
  readonly judgement: Judgement;
  readonly page: string;
}

const cases: readonly Case[] = [
  ...TEXT.map(([name, judgement, page]) => ({ name, format: 'text' as const, judgement, page })),
  ...OPENMETRICS.map(([name, judgement, page]) => ({
    name,
    format: 'openmetrics' as const,
    judgement,
    page,
  })),
];

const CONTENT_TYPES: Readonly<Record<PageFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

function judge({ page, format }: Case): Judgement {
  const { defects } = parsePage(page, format);
  if (defects.some(({ refused }) => refused)) return 'refused';
  if (defects.some(({ since3 }) => since3)) return 'since 3';
  return defects.length > 0 ? 'noted' : 'taken';
}

/** Whether the engine refuses what is judged so. */
const isRefused = (judgement: Judgement): boolean =>
  judgement === 'refused' || (judgement === 'since 3' && ENGINE.version[0] < 3);

test('a line break in a label value is refused as promtool does, although Prometheus reads on to the next quote', () => {
  expect(judge({ name: '', format: 'text', judgement: 'refused', page: 'a{b="c\nd"} 1\n' })).toBe('refused');
});

test.each(cases)('$format: $name is $judgement', (one) => {
  expect(judge(one)).toBe(one.judgement);
});

test('promtool reads the pages that are taken and none of those that are noted', () => {
  const readable = cases
    // What Prometheus refuses, promtool may read: `# TYPE a Counter`, say.
    .filter(({ format, judgement }) => format === 'text' && (judgement === 'taken' || judgement === 'noted'))
    .map(({ name, page, judgement }) => {
      const { status } = spawnSync(binary('promtool'), ['check', 'metrics'], { input: page });
      // 3 is a page that it can read and would write differently.
      return [name, status === 0 || status === 3, judgement === 'taken'];
    });
  expect(readable.filter(([, promtool, ours]) => promtool !== ours)).toEqual([]);
});

describe('a real Prometheus', () => {
  let server: Server;
  let prometheus: Prometheus;
  let accept: string | undefined;

  beforeAll(async () => {
    server = createServer((request, response) => {
      accept = request.headers.accept;
      const { format, page } = cases[Number(request.url!.slice(1))]!;
      response.setHeader('Content-Type', CONTENT_TYPES[format]).end(page);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const target = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    prometheus = await startPrometheus(
      () => ({
        global: { scrape_interval: '1s', scrape_timeout: '1s' },
        scrape_configs: cases.map((_case, index) => ({
          job_name: String(index),
          metrics_path: `/${index}`,
          static_configs: [{ targets: [target] }],
        })),
      }),
      {},
    );
  });
  afterAll(async () => {
    await prometheus.stop();
    server.closeAllConnections();
    server.close();
  });

  it('refuses exactly the pages that are refused here', async () => {
    const expected = cases
      .filter(({ judgement }) => isRefused(judgement))
      .map(({ name, format }) => [format, name]);
    const refused = (up: readonly Sample[]) => {
      const jobs = up.filter(({ value }) => value[1] === '0').map(({ metric }) => Number(metric['job']));
      return cases.filter((_case, index) => jobs.includes(index)).map(({ name, format }) => [format, name]);
    };
    // A scrape of a busy machine may time out once, so only the state that lasts counts.
    await prometheus
      .queryUntil('up', (up) => up.length === cases.length && isDeepStrictEqual(refused(up), expected))
      .catch(async () => expect(refused(await prometheus.query('up'))).toEqual(expected));
  });

  it('of version 3 asks for pages as we do', () => {
    if (ENGINE.version[0] < 3) expect(accept).not.toContain('escaping');
    else expect(accept).toBe(ACCEPT);
  });
});
