import { join } from 'node:path';
import { findPlacedService } from '../fixtures/stack/index';
import { pageCheckCommand } from '../../src/page-check/command';
import { python, startPythonOrderApi, WITHOUT_PYTHON } from './python';

/** Pages of one Python program: after requests to /orders, and after requests for three tasks. */
interface Pages {
  readonly name: string;
  readonly start: () => Promise<{
    readonly tasks: () => Promise<string>;
    readonly taskIds: () => Promise<string>;
    readonly taskIdsInOpenMetrics: () => Promise<string>;
    readonly stop: () => Promise<void>;
  }>;
}

const recordedPage = (name: string) => () => Promise.resolve(join(__dirname, 'pages', name));

const recorded: Pages = {
  name: 'the recorded pages of a Python program',
  start: () =>
    Promise.resolve({
      tasks: recordedPage('python.txt'),
      taskIds: recordedPage('python-task-ids.txt'),
      taskIdsInOpenMetrics: recordedPage('python-task-ids.openmetrics.txt'),
      stop: () => Promise.resolve(),
    }),
};

const live = (interpreter: string): Pages => ({
  name: 'a live Python program',
  start: async () => {
    const program = await startPythonOrderApi(interpreter);
    const { url } = program;
    const askForTasks = async () => {
      for (const id of [1, 2, 3]) await program.request('GET', `/orders/${id}`);
    };
    return {
      tasks: async () => {
        await program.request('POST', '/orders');
        return `${url}/metrics`;
      },
      taskIds: async () => {
        await askForTasks();
        return `${url}/metrics`;
      },
      taskIdsInOpenMetrics: async () => {
        await askForTasks();
        return `${url}/openmetrics`;
      },
      stop: () => program.stop(),
    };
  },
});

if (python === undefined) process.stdout.write(`${WITHOUT_PYTHON}\n`);

describe.each([recorded, ...(python === undefined ? [] : [live(python)])])('$name', ({ start }) => {
  let pages: Awaited<ReturnType<Pages['start']>>;
  beforeAll(async () => {
    pages = await start();
  });
  afterAll(() => pages.stop());

  const check = async (page: string) =>
    (await pageCheckCommand({ page, service: findPlacedService('order-api', 'dev') })).findings.map(
      ({ check: id, severity, resource, path: field }) => `${severity} ${id}: ${resource} ${field}`,
    );

  it('passes, apart from two missing metrics', async () => {
    const page = await pages.tasks();
    expect(await check(page)).toEqual([
      'warning missing-metric: metric order_api_requests_in_flight name',
      'warning missing-metric: metric order_api_build_info name',
      `info beyond-contract: page ${page} 2 metrics with 4 series`,
    ]);
  });

  it('is reported for raw paths once several orders were requested', async () => {
    expect(await check(await pages.taskIds())).toEqual(
      expect.arrayContaining([
        'error label-values: metric order_api_requests_total label endpoint',
        'error label-values: metric order_api_request_duration_seconds label endpoint',
      ]),
    );
  });

  it('is read in OpenMetrics too, where created series belong to their metric', async () => {
    expect(await check(await pages.taskIdsInOpenMetrics())).toEqual([
      'warning missing-metric: metric order_api_requests_in_flight name',
      'warning missing-metric: metric order_api_build_info name',
      'error label-values: metric order_api_requests_total label endpoint',
      'error label-values: metric order_api_request_duration_seconds label endpoint',
    ]);
  });
});
