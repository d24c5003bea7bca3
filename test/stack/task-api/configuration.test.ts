import fc from '../../support/fast-check';
import { InvalidInput } from '../../../src/findings/invalid-input';
import { parseConfiguration } from '../../../src/stack/task-api/configuration';

test('without any variable, an embedded database serves on port 8000 of every address', () => {
  expect(parseConfiguration({ PATH: '/bin', DATABASE_URL: '', METRICS_PORT: '' })).toEqual({
    host: '0.0.0.0',
    port: 8000,
    storage: { kind: 'embedded', folder: 'task-api-data' },
    logLevel: 'info',
    version: '0.0.0-development',
    revision: 'unknown',
    drainSeconds: 5,
    requestTimeoutSeconds: 10,
  });
});

test('every variable is used', () => {
  const url = 'postgres://user:password@db:5432/tasks';
  expect(
    parseConfiguration({
      HOST: '127.0.0.1',
      PORT: '8080',
      METRICS_PORT: '9090',
      DATABASE_URL: url,
      DATABASE_CONNECTIONS: '3',
      LOG_LEVEL: 'debug',
      VERSION: '1.2.3+4',
      REVISION: 'c0ffee',
      DRAIN_SECONDS: '0',
      REQUEST_TIMEOUT_SECONDS: '2.5',
    }),
  ).toEqual({
    host: '127.0.0.1',
    port: 8080,
    metricsPort: 9090,
    storage: { kind: 'postgres', url, connections: 3 },
    logLevel: 'debug',
    version: '1.2.3+4',
    revision: 'c0ffee',
    drainSeconds: 0,
    requestTimeoutSeconds: 2.5,
  });
  expect(parseConfiguration({ DATA_DIR: '/data' }).storage).toEqual({ kind: 'embedded', folder: '/data' });
});

test.each([
  [{ PORT: '70000' }, 'not a port (PORT: "70000"). Use 0 to 65535.'],
  [{ PORT: 'http' }, 'not a port (PORT: "http"). Use 0 to 65535.'],
  [
    { METRICS_PORT: '8000' },
    'the API uses this port already (METRICS_PORT: 8000). Leave it out to serve /metrics there, or use another.',
  ],
  [
    { LOG_LEVEL: 'loud' },
    'not one of the allowed values (LOG_LEVEL: "loud"). Use one of fatal, error, warn, info, debug, trace, silent.',
  ],
  [
    { VERSION: 'a b' },
    'not in the contract of task_api_build_info (VERSION: "a b"). Use letters, digits, dots, plus and minus.',
  ],
  [
    { REVISION: 'main' },
    'not in the contract of task_api_build_info (REVISION: "main"). Use the hexadecimal name of a commit.',
  ],
  [{ DRAIN_SECONDS: '-1' }, 'not a number of seconds from 0 to 600 (DRAIN_SECONDS: "-1"). Use one.'],
  [
    { REQUEST_TIMEOUT_SECONDS: '0' },
    'not a number of seconds from 0.1 to 600 (REQUEST_TIMEOUT_SECONDS: "0"). Use one.',
  ],
  [{ DATABASE_CONNECTIONS: '0' }, 'not a whole number from 1 to 999 (DATABASE_CONNECTIONS: "0"). Use one.'],
  [
    { DATABASE_URL: 'mysql://user:hunter2@db/tasks' },
    'not the address of a Postgres server (DATABASE_URL: "a value that is not shown"). Write it like postgres://host:5432/database, with user and password before the host.',
  ],
  [
    { DATABASE_URL: 'hunter2' },
    'not the address of a Postgres server (DATABASE_URL: "a value that is not shown"). Write it like postgres://host:5432/database, with user and password before the host.',
  ],
])('%j is one sentence', (variables, sentence) => {
  expect(() => parseConfiguration(variables)).toThrow(`environment variable: ${sentence}`);
});

test('any values of the variables lead to a configuration or to an error with a fix', () => {
  const names = [
    'HOST',
    'PORT',
    'METRICS_PORT',
    'DATABASE_URL',
    'DATA_DIR',
    'VERSION',
    'REVISION',
    'DRAIN_SECONDS',
  ];
  const variables = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string(), fc.nat().map(String)));
  fc.assert(
    fc.property(variables, (given) => {
      try {
        expect(parseConfiguration(given).port).toBeLessThan(65_536);
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidInput);
      }
    }),
  );
});
