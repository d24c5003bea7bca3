import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fault } from '../../src/faults/fault';
import { FAULTS } from '../../src/faults/list/index';
import { signalsWith } from '../../src/faults/signals';

const FOLDER = join(__dirname, '..', '..', 'src', 'faults', 'list');

test('every file is a fault of the list', () => {
  const files = readdirSync(FOLDER).filter((file) => file !== 'index.ts');
  expect(FAULTS).toHaveLength(files.length);
  expect(new Set(FAULTS).size).toBe(files.length);
});

test('names are unique', () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
});

test.each(FAULTS.map((each) => [each.name, each] as const))(
  '%s differs from a healthy service',
  (_, each) => {
    const { signals, settles = 1, fewestPods = 1 } = each;
    const pods = Math.max(3, fewestPods);
    const faulty = signalsWith(pods, signals(settles, pods));
    expect(faulty).not.toEqual(signalsWith(pods));
    for (const share of [faulty.errors, faulty.slow, faulty.traffic]) {
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  },
);

test('a fault that does not settle is the same at all times', () => {
  const changing = FAULTS.filter(({ settles }) => settles === undefined).filter(
    ({ signals }) => JSON.stringify(signals(3600, 3)) !== JSON.stringify(signals(1, 3)),
  );
  expect(changing).toEqual([]);
});

describe('fault', () => {
  const signals = () => ({ errors: 0.5 });

  it('keeps what is given', () => {
    expect(
      fault({
        name: 'half fails',
        signals,
        settles: 60,
        needs: ['pods'],
        fewestPods: 2,
        accepted: 'It is a drill.',
      }),
    ).toEqual({
      name: 'half fails',
      signals: expect.any(Function),
      settles: 60,
      needs: ['pods'],
      fewestPods: 2,
      accepted: 'It is a drill.',
    });
  });

  it.each([
    [{ name: '', signals }, 'fault without a name: empty (name: ""). Say what happens.'],
    [
      { name: 'x', signals: 3 },
      'fault "x": not a function (signals: 3). Write (seconds, replicas) => ({ errors: 1 }).',
    ],
    [{ name: 'x', signals, settles: -1 }, 'fault "x": negative (settles: -1). Give seconds from 0 on.'],
    [
      { name: 'x', signals, fewestPods: 0.5 },
      'fault "x": not a whole number (fewestPods: 0.5). Give a number of pods.',
    ],
    [
      { name: 'x', signals, needs: ['pod'] },
      'fault "x": not one of the allowed values (needs[0]: "pod"). Use one of requests, pods, workload, replicas, metrics page, pushed series, probed addresses, Service, ServiceMonitor, PodMonitor, Probe, ScrapeConfig, scrape of others, autoscaler, jobs.',
    ],
    [
      { name: 'x', signals, needs: 'pods' },
      'fault "x": not a list (needs: "pods"). List some of requests, pods, workload, replicas, metrics page, pushed series, probed addresses, Service, ServiceMonitor, PodMonitor, Probe, ScrapeConfig, scrape of others, autoscaler, jobs.',
    ],
    [
      { name: 'x', signals, series: {} },
      'fault "x": unknown field (series: {}). Use one of name, signals, settles, needs, fewestPods, accepted.',
    ],
  ])('rejects %j', (props, message) => {
    expect(() => fault(props as never)).toThrow(message);
  });
});
