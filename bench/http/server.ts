/**
 * One server to be measured, in a process of its own:
 *
 *   server bare|instrumented|fastify-metrics|full
 *
 * All serve the same routes over a database in memory, without a log. Prints its port; answers each line of its input
 * with the microseconds of CPU that it has used; and ends with its input.
 */
import { createInterface } from 'node:readline';
import fastify, { type FastifyInstance } from 'fastify';
import fastifyMetrics from 'fastify-metrics';
import { Registry } from 'prom-client';
import { taskApiMetrics } from '../../src/stack/task-api/metrics';
import { taskApiApp, type AppProps } from '../../src/stack/task-api/app';
import { httpServer } from '../../src/stack/task-api/http-server';
import { instruments } from '../../src/stack/task-api/instruments';
import type { TaskApiInstruments } from '../../src/stack/task-api/observe';
import { expectedRequests } from '../../src/stack/task-api/responses';
import { collectRuntimeMetrics } from '../../src/stack/task-api/runtime-metrics';
import { taskStore } from '../../src/stack/task-api/storage/tasks';
import { serveTasks } from '../../src/stack/task-api/tasks';
import { memoryDatabase } from '../../test/stack/task-api/memory-database';

const database = memoryDatabase();
const props: AppProps = {
  logger: fastify({ logger: { level: 'silent' } }).log,
  timeoutSeconds: 10,
  lifecycle: { migrated: true, draining: false, cutting: false },
  database,
};

function instrumented(prepare: (recorded: TaskApiInstruments) => void): FastifyInstance {
  const registry = new Registry();
  const recorded = instruments(taskApiMetrics, registry);
  collectRuntimeMetrics(registry);
  prepare(recorded);
  return taskApiApp({ ...props, instruments: recorded, registry });
}

/** Every series that the contract's labels allow. */
function fillUp({ requests, requestDuration, buildInfo }: TaskApiInstruments): void {
  const { method, endpoint } = taskApiMetrics.requests.labels;
  const statuses = new Set(expectedRequests().map(({ status }) => status));
  buildInfo.with({ version: '1.2.3', revision: 'c0ffee' }).set(1);
  for (const each of method.values)
    for (const route of endpoint.values) {
      for (const status of statuses) requests.with({ method: each, endpoint: route, status }).add();
      requestDuration.with({ method: each, endpoint: route }).observe(Math.random());
    }
}

const SERVERS: Readonly<Record<string, () => Promise<FastifyInstance> | FastifyInstance>> = {
  bare: () => taskApiApp(props),
  instrumented: () => instrumented(() => undefined),
  full: () => instrumented(fillUp),
  async 'fastify-metrics'() {
    const app = httpServer(props);
    // As its documentation shows it, but for the summary, which we have none to compare with.
    await app.register(fastifyMetrics, {
      endpoint: '/metrics',
      routeMetrics: {
        overrides: { summary: { name: 'unused' } },
        enabled: { histogram: true, summary: false },
      },
    });
    serveTasks(app, taskStore(database));
    return app;
  },
};

async function main(): Promise<void> {
  await database.query('INSERT', ['measure', false]);
  const app = await SERVERS[process.argv[2]!]!();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  console.log(typeof address === 'object' ? address?.port : address);
  createInterface(process.stdin)
    .on('line', () => {
      const { user, system } = process.cpuUsage();
      console.log(user + system);
    })
    .on('close', () => process.exit());
}

void main();
