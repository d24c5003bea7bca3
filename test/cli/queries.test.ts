import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { QUERY_FORMATS, queriesOf } from '../../src/outputs/queries/queries';
import { findPlacedService } from '../fixtures/stack/index';
import { firstDifference } from '../support/first-difference';
import { FIXTURE_CONFIG, runCli } from '../support/cli';

const queries = (...args: readonly string[]) => runCli(['queries', '--config', FIXTURE_CONFIG, ...args]);

describe('signalproof queries', () => {
  it('prints the queries of a service in the default environment', () => {
    const expected = QUERY_FORMATS['text']!(queriesOf(findPlacedService('order-api', 'dev')));
    const { status, stdout, stderr } = queries('order-api');
    expect([status, stderr]).toEqual([0, '']);
    expect(firstDifference(stdout, `${expected}\n`)).toBeUndefined();
    expect(expected.split('\n\n')[0]).toBe(`# traffic: Requests per second (requests/s)
sum by (namespace, job, endpoint) (
  rate(order_api_requests_total{namespace="default", job="order-api"}[5m])
)
# recorded
order_api:requests:rate5m{namespace="default"}`);
  });

  it('prints those of another environment in another format', () => {
    const { status, stdout } = queries('order-api', '--environment', 'prod', '--format', 'json');
    expect(status).toBe(0);
    const service = findPlacedService('order-api', 'prod');
    expect(firstDifference(stdout, `${QUERY_FORMATS['json']!(queriesOf(service))}\n`)).toBeUndefined();
    expect(JSON.parse(stdout)[0].recorded).toBe('order_api:requests:rate5m{namespace="order-api"}');
  });

  it.each([
    [
      ['shop'],
      'stack: unknown service (service: "shop"). Use one of billing, mailer, order-api, search, or add it to the services of the stack.',
    ],
    [
      [],
      'stack: the stack has 4 services, and the command needs the name of one. Name one of billing, mailer, order-api, search.',
    ],
    [
      ['order-api', '--environment', 'staging'],
      'environment: unknown name (name: "staging"). Use one of dev, prod, or add it to the environments of the stack.',
    ],
    [
      ['order-api', '--format', 'yaml'],
      "error: option '-f, --format <format>' argument 'yaml' is invalid. Allowed choices are text, json, markdown.",
    ],
  ])('%j lists the valid values and exits with 1', (args, message) => {
    expect(queries(...args)).toEqual({ status: 1, stdout: '', stderr: `${message}\n` });
  });
});

describe('--config', () => {
  it('names a file that does not exist: exit code 1 and one sentence', () => {
    expect(runCli(['queries', '--config', 'missing.config.ts'])).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'configuration: file not found (--config: "missing.config.ts"). Run the command beside monitoring.config.ts, name the file with --config, or write one with "npx signalproof init".\n',
    });
  });

  const config = join(mkdtempSync(join(tmpdir(), 'config-')), 'monitoring.config.mjs');
  afterAll(() => rmSync(dirname(config), { recursive: true }));

  test.each([
    [
      'exports something else',
      'export default { services: 3 };',
      'the default export is not a stack ({"services":3}). Write export default defineStack({ services, environments }).',
    ],
    [
      'imports what is not there',
      "import './missing.mjs';",
      "the file cannot be loaded: Error: Cannot find module './missing.mjs'",
    ],
    [
      'throws',
      "throw new Error('no address');",
      'the file cannot be loaded: Error: no address. Install what',
    ],
    ['is no program', 'export default {{', 'the file cannot be loaded: Error: ParseError: Unexpected token'],
  ])('names a file that %s', (_what, text, message) => {
    writeFileSync(config, text);
    const { status, stdout, stderr } = runCli(['queries', '--config', config]);
    expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 1, stdout: '', lines: 2 });
    expect(stderr).toContain(`configuration ${config}: ${message}`);
  });
});
