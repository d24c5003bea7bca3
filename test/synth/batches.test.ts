import { closeSync, mkdtempSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placeServices } from '../../src/catalog/placement';
import type { ServiceProps } from '../../src/catalog/service';
import {
  availabilitySlo,
  contract,
  counter,
  defineService,
  existing,
  matching,
  oneOf,
  podMonitor,
  probe,
  probeMetrics,
  scrapeConfig,
  serviceMonitor,
  type Service,
} from '../../src/index';
import { renderManifests } from '../../src/outputs/kubernetes/manifests';
import { gt, rate, select, sum } from '../../src/promql/build';
import { renderInBatches, SERVICES_IN_BATCH } from '../../src/synth/batches';
import type { RenderedStack } from '../../src/synth/render';
import { renderStack, synthesize } from '../../src/synth/synthesize';
import { StoredTexts } from '../../src/synth/stored-texts';
import type { OutputFile } from '../../src/synth/write-files';
import { testEnvironment } from '../support/catalog';
import { accounts } from '../fixtures/services/accounts';
import { checkout } from '../fixtures/services/checkout';
import { orders } from '../fixtures/services/orders';
import { storefront } from '../fixtures/services/storefront';
import { worker } from '../fixtures/services/worker';
import { allServices, environmentNames, findEnvironment, fixtureStack } from '../fixtures/stack/index';

const IMAGES = { ORDER_API_IMAGE: 'order-api:1.0.0', BILLING_IMAGE: 'billing:1.0.0' };

const temporary = process.env['TMPDIR'];
let folder: string;
let file: number;
let texts: StoredTexts;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'batches-'));
  file = openSync(join(folder, 'texts'), 'wx+');
  texts = new StoredTexts(file);
});
afterEach(() => {
  closeSync(file);
  rmSync(folder, { recursive: true });
  if (temporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporary;
});

const inBatches = (services: readonly Service[], size: number, environment = testEnvironment) =>
  renderInBatches(services, environment, IMAGES, { texts, size });

const textsOf = (files: readonly OutputFile[]): Readonly<Record<string, string>> =>
  Object.fromEntries(files.map(({ path, content }) => [path, content]));

function expectSame(batches: RenderedStack | undefined, whole: RenderedStack): void {
  expect(batches?.warnings.toSorted()).toEqual(whole.warnings.toSorted());
  expect(textsOf(batches!.files)).toEqual(textsOf(whole.files));
}

describe('services in batches', () => {
  const fixtures = environmentNames.flatMap((name) =>
    [1, 3].map(
      (size) => [`the stack of tests in ${name}, ${size} at a time`, allServices, size, name] as const,
    ),
  );

  it.each(fixtures)('are written as all at once: %s', (_what, services, size, name) => {
    const environment = findEnvironment(name);
    expectSame(inBatches(services, size, environment), renderStack(services, environment, IMAGES));
  });

  it('are written as all at once: services of many kinds', () => {
    const services = [accounts, checkout, orders, storefront, worker];
    expectSame(inBatches(services, 2), renderStack(services, testEnvironment));
  });

  it('are written as all at once for a central ruler', () => {
    const environment = { ...findEnvironment('prod'), ruler: 'central' as const };
    expectSame(inBatches(allServices, 1, environment), renderStack(allServices, environment, IMAGES));
  });

  it('are written as all at once, with the warnings about each', () => {
    const monitor = (name: string) => ({ kind: 'ServiceMonitor', name });
    const rule = (name: string) => ({ kind: 'PrometheusRule', name: `${name}-alerts` });
    const add = (path: string, value: unknown) => ({ op: 'add' as const, path, value });
    const warned = (name: string) =>
      deployed(name, {
        patches: [
          { target: monitor(name), operations: [add('/spec/retries', 3)] },
          {
            target: rule(name),
            operations: [add('/spec/groups/0/rules/0/annotations/note', '{{ $labels.zone }}')],
          },
        ],
      });
    const services = [warned('a'), deployed('b'), warned('c')];
    const whole = renderStack(services, testEnvironment);
    expect(whole.warnings.filter((warning) => /retries|zone/.test(warning))).toHaveLength(4);
    expectSame(inBatches(services, 1), whole);
  });

  it.each(['that is empty again afterwards', 'that is missing'])(
    'are written, with a temporary folder %s',
    (what) => {
      const services = Array.from({ length: SERVICES_IN_BATCH + 1 }, (_, index) => alone(`outside-${index}`));
      const temporaryFolder = join(folder, 'temporary');
      if (what !== 'that is missing') mkdirSync(temporaryFolder);
      process.env['TMPDIR'] = temporaryFolder;
      let files: Readonly<Record<string, string>> = {};
      const stack = { ...fixtureStack, services, environment: () => testEnvironment };
      synthesize(stack, undefined, {}, { write: (written) => (files = textsOf(written)) });
      expect(files).toEqual(textsOf(renderStack(services, testEnvironment).files));
      if (what !== 'that is missing') expect(readdirSync(temporaryFolder)).toEqual([]);
    },
  );
});

/** A service with a counter of a name that many services have. */
function external(name: string, fields: Partial<ServiceProps> = {}): Service {
  const { metrics = requestsOf() } = fields;
  return defineService({ name, team: 'shop', workload: 'external', ...fields, metrics });
}

/** A service whose metric no other one has. */
const alone = (name: string): Service =>
  external(name, {
    metrics: contract({ events: counter(`${name.replaceAll('-', '_')}_events_total`, { help: 'Events.' }) }),
    ...selecting({ app: name }),
  });

const requestsOf = () =>
  contract({
    requests: counter('http_requests_total', { help: 'Requests.', labels: { status: oneOf('200', '500') } }),
  });
const deployed = (name: string, fields: Partial<ServiceProps> = {}) =>
  external(name, { port: 8080, workload: { image: 'shop:1.0.0' }, ...fields });

/** An alert on series that are chosen by the matchers alone. */
const watching = (matchers: Readonly<Record<string, string>>): Partial<ServiceProps> => ({
  alerts: [
    {
      symptom: 'DependencyFails',
      severity: 'warning',
      for: '5m',
      summary: 'A dependency of %s fails',
      description: '%s depends on it.',
      expr: () => gt(sum(rate(select(requestsOf().requests, matchers), '5m')), 10),
    },
  ],
});

const selecting = (labels: Readonly<Record<string, string>>): Partial<ServiceProps> => ({
  scrape: serviceMonitor({ selector: labels, port: 'http' }),
});
const probing = (prober: string, address: string): Partial<ServiceProps> => ({
  metrics: probeMetrics,
  scrape: probe({ prober: { url: `${prober}.default.svc:9115` }, module: 'http_2xx', targets: [address] }),
});
const podsOf = (name: string): Partial<ServiceProps> => ({
  scrape: podMonitor({ selector: { 'app.kubernetes.io/name': name }, port: 'http' }),
});
const watched = (name: string): Partial<ServiceProps> => ({
  ...selecting({ app: 'any' }),
  workload: existing({ kind: 'Deployment', name }),
});

describe('services are rendered at once where batches could see each other:', () => {
  it.each<[string, one: Service, reached: Service, other: Service]>([
    [
      'an alert on series of a job',
      deployed('a', watching({ job: 'b' })),
      deployed('b'),
      deployed('a', watching({ job: 'a' })),
    ],
    ['an alert on series of any job', deployed('a', watching({})), deployed('b'), alone('c')],
    [
      'the selector of a ServiceMonitor',
      external('a', selecting({ 'app.kubernetes.io/name': 'b' })),
      deployed('b'),
      deployed('c'),
    ],
    ['the selector of a PodMonitor', external('a', podsOf('b')), deployed('b'), deployed('c')],
    [
      'one job',
      external('a', { scrape: existing({ job: 'proxy' }) }),
      external('b', { scrape: existing({ job: 'proxy' }) }),
      external('c', { scrape: existing({ job: 'other' }) }),
    ],
    [
      'one target',
      external('a', { scrape: scrapeConfig({ targets: ['db.example.com:9187'] }) }),
      external('b', { scrape: scrapeConfig({ targets: ['db.example.com:9187'] }) }),
      external('c', { scrape: scrapeConfig({ targets: ['db.example.org:9187'] }) }),
    ],
    [
      'the target of a Probe',
      external('a', probing('blackbox', 'http://b.default:8080/')),
      deployed('b'),
      deployed('c'),
    ],
    [
      'the prober of a Probe',
      external('a', probing('b', 'https://shop.example.com')),
      deployed('b'),
      deployed('c'),
    ],
    ['a workload that another deploys', external('a', watched('b')), deployed('b'), deployed('c')],
  ])('%s', (_what, one, reached, other) => {
    expect(inBatches([one, reached], 1)).toBeUndefined();
    expect(inBatches(other.name === one.name ? [other, reached] : [one, other], 1)).toBeDefined();
  });

  it('a patch of the environment', () => {
    const services = [deployed('a'), deployed('b')];
    const patches = [{ target: { kind: 'Deployment' }, operations: [] }];
    expect(inBatches(services, 1, { ...testEnvironment, patches })).toBeUndefined();
  });
});

describe('services are rendered at once where something is wrong', () => {
  it('with one of them', () => {
    const wrong = deployed('b', watching({ job: 'missing' }));
    expect(inBatches([deployed('a'), wrong], 1)).toBeUndefined();
  });

  it('or where the texts cannot be written', () => {
    const unwritable = new StoredTexts(openSync('/dev/full', 'r+'));
    const batching = { texts: unwritable, size: 1 };
    expect(renderInBatches([deployed('a'), deployed('b')], testEnvironment, {}, batching)).toBeUndefined();
  });
});

/** Every text in the objects of a service, by its JSON pointer. */
function textsIn(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    textsIn(part, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

/** Of 225 texts: `TEXTS=225 npx jest test/synth/batches` tries all, which takes minutes. */
const tried = Number(process.env['TEXTS'] ?? 12);

it('says no less than the proof of all at once, whatever one service has of another', () => {
  const objective = (metrics: ReturnType<typeof requestsOf>) =>
    availabilitySlo({
      name: 'availability',
      objective: 99.9,
      period: '30d',
      requests: metrics.requests,
      errors: { status: matching('5..') },
    });
  const service = (name: string, patches: ServiceProps['patches'] = []): Service => {
    const metrics = requestsOf();
    return deployed(name, { metrics, slos: [objective(metrics)], patches });
  };
  const asBravo = (text: string) => text.replaceAll('alpha', 'bravo').replaceAll('Alpha', 'Bravo');
  const changes = renderManifests(placeServices([service('alpha')], testEnvironment))
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind !== 'ConfigMap')
    .flatMap((object) =>
      textsIn(object)
        .filter(([path, text]) => path !== '/kind' && asBravo(text) !== text)
        .map(([path, text]) => ({ object, path, value: asBravo(text) })),
    );
  const step = Math.ceil(changes.length / tried);
  let independent = 0;
  for (const { object, path, value } of changes.filter((_, index) => index % step === 0)) {
    const target = { kind: object.kind, name: object.metadata.name };
    const patch = { target, operations: [{ op: 'replace' as const, path, value }] };
    const services = [service('alpha', [patch]), service('bravo')];
    const batches = inBatches(services, 1);
    if (batches === undefined) continue;
    independent += 1;
    expectSame(batches, renderStack(services, testEnvironment));
  }
  expect(independent).toBeGreaterThan(0);
});
