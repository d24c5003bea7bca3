import { burnFiring, type BurnAlert } from '../../src/certify/burn-rate';
import type { Subject } from '../../src/certify/world/subject';
import type { Fault } from '../../src/faults/fault';

const subject: Subject = {
  name: 'shop',
  namespace: 'default',
  labels: { namespace: 'default', job: 'shop' },
  instance: 'instance',
  traits: new Set(['requests', 'pods']),
  controller: { kind: 'Deployment', name: 'shop', pods: 'named after the service' },
  pods: 2,
  interval: 30,
  timeout: 10,
  rate: 100,
  events: [],
  objectives: [],
};

/** The fast page of an objective of 99.9 % over 30 days. */
const page: BurnAlert = {
  name: 'ShopErrorBudgetBurn',
  labels: {},
  expr: { node: 'number', value: 0 },
  for: 0,
  every: 60,
  counts: 'bad',
  long: 3600,
  short: 300,
  threshold: 0.0144,
  fewest: { bad: 5, all: 0 },
  lag: 0,
};

const failing = (errors: number, more: Partial<Fault> = {}): Fault => ({
  name: 'failures',
  signals: () => ({ errors }),
  ...more,
});

/** Seconds after which windows are above the threshold, without scrapes and evaluations. */
const windows = (
  fault: Fault,
  change: Partial<BurnAlert> = {},
  of: Subject = subject,
): number | undefined => {
  const parts = burnFiring(of, fault, { ...page, ...change })?.parts;
  return parts === undefined ? undefined : parts[0]!.seconds;
};

test.each([1, 0.5, 0.1, 0.02])('a share of %d fires after threshold × window / share', (share) => {
  // The window reaches back by one scrape more.
  expect(windows(failing(share))).toBeCloseTo((0.0144 * (3600 + 30)) / share, 1);
});

test('the bound adds a scrape, an evaluation, and what is recorded before', () => {
  const firing = burnFiring(subject, failing(1), { ...page, lag: 60, every: 300 });
  expect(firing?.latest).toBeCloseTo(0.0144 * 3630 + 30 + 60 + 300, 1);
});

test('a share that is not above the threshold never fires', () => {
  expect(burnFiring(subject, failing(0.0144), page)).toBeUndefined();
  expect(burnFiring(subject, failing(0), page)).toBeUndefined();
});

test('with few requests, the fifth whole failure of any pod decides', () => {
  expect(windows(failing(1), {}, { ...subject, rate: 1 / 60 })).toBeCloseTo(7 * 60, 1);
});

test('a minimum of requests that the window never holds keeps it silent', () => {
  const fewest = { bad: 0, all: 1000 };
  expect(windows(failing(1), { fewest }, { ...subject, rate: 0.1 })).toBeUndefined();
  expect(windows(failing(1), { fewest })).toBeCloseTo(52.3, 1);
});

test('failures of which no scrape succeeds are not counted', () => {
  const unseen: Fault = {
    name: 'unseen',
    signals: () => ({ errors: 1, pods: { 0: { scrape: 'http 500' }, 1: { scrape: 'http 500' } } }),
  };
  expect(burnFiring(subject, unseen, page)).toBeUndefined();
});

test('slow requests count for latency only', () => {
  const slow: Fault = { name: 'slow', signals: () => ({ slow: 1 }) };
  expect(burnFiring(subject, slow, page)).toBeUndefined();
  expect(windows(slow, { counts: 'slow' })).toBeCloseTo(52.3, 1);
});

test('a burst fires if an evaluation falls into the time in which both windows are above', () => {
  const burst = (seconds: number): Fault =>
    failing(0, { settles: seconds, signals: (time) => ({ errors: time < seconds ? 1 : 0 }) });
  expect(windows(burst(120))).toBe(60);
  expect(windows(burst(40))).toBeUndefined();
});
