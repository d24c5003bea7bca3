import { FIXTURE_CONFIG, runCli } from '../support/cli';

const queries = (...args: readonly string[]) => runCli(['queries', '--config', FIXTURE_CONFIG, ...args]);

// Each test starts the program.
jest.setTimeout(60_000);

describe('signalproof queries', () => {
  it('prints the queries of a service in the default environment', () => {
    const { status, stdout } = queries('order-api');
    expect(status).toBe(0);
    expect(stdout).toContain('\n# recorded\norder_api:errors:rate5m{namespace="default"}\n');
  });

  it('prints those of another environment in another format', () => {
    const { stdout } = queries('order-api', '--environment', 'prod', '--format', 'json');
    expect(JSON.parse(stdout)[0].recorded).toBe('order_api:requests:rate5m{namespace="order-api"}');
  });

  it.each([
    [
      ['shop'],
      /^stack: .*: "shop"\)\. Use one of billing, mailer, order-api, search, or add it to the services of the stack\.\n$/,
    ],
    [
      [],
      /^stack: the stack has 4 services, and the command needs the name of one\. Name one of billing, mailer, order-api, search\.\n$/,
    ],
    [
      ['order-api', '--environment', 'staging'],
      /^environment.*: "staging"\)\. Use one of dev, prod, or add it to the environments of the stack\.\n$/,
    ],
    [
      ['order-api', '--format', 'yaml'],
      /^error: option '-f, --format <format>' argument 'yaml' is invalid. Allowed choices are text, json, markdown.\n$/,
    ],
  ])('%j lists the valid values and exits with 1', (args, message) => {
    const { status, stderr } = queries(...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
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

  it('names a file that exports something else', () => {
    expect(runCli(['queries', '--config', 'jest.config.mjs'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^configuration jest\.config\.mjs: the default export is not a stack/,
      ) as string,
    });
  });
});
