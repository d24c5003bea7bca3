import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askPrometheus } from '../../../src/doctor/sources/prometheus';

const ANSWERS: Readonly<Record<string, unknown>> = {
  targets: { activeTargets: [], droppedTargets: [] },
  rules: { groups: [] },
  'status/runtimeinfo': { startTime: '2026-01-01T00:00:00Z' },
  query: { result: [0, '0'] },
};

/** Asks a server that answers like Prometheus, with this configuration. */
async function askWith(config: string) {
  const server = createServer((request, response) => {
    const path = request.url!.replace('/api/v1/', '').split('?')[0]!;
    const data = path === 'status/config' ? { yaml: config } : ANSWERS[path];
    response.end(JSON.stringify({ status: 'success', data }));
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  try {
    return await askPrometheus(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('reads the jobs of the configuration', async () => {
  const { jobs } = await askWith(
    'global: { scrape_interval: 15s }\nscrape_configs: [{ job_name: a }, { job_name: b, scrape_interval: 1m }]',
  );
  expect(jobs).toEqual([
    { name: 'a', interval: 15 },
    { name: 'b', interval: 60 },
  ]);
});

it('rejects a configuration that is not YAML, without printing it', async () => {
  await expect(askWith('password: hunter2\n  x: [')).rejects.toThrow(
    /^Prometheus http:\/\/127\.0\.0\.1:\d+: its configuration is not valid YAML \("YAMLParseError"\)\. Use its URL/,
  );
});
