import type { Observation } from './observation';
import type { Notification } from './notifications';
import { missingMetrics, serviceTargets, showAlert } from './verdict';

export interface TableProps {
  readonly observation: Observation;
  readonly urls: Readonly<Record<string, string>>;
  /** @default services ran before, and receive none */
  readonly requests?: number;
  /** Names of metrics that services which ran before must expose. @default none */
  readonly metrics?: readonly string[];
  readonly notifications: readonly Notification[];
}

interface Signal {
  readonly title: string;
  /** How the names of the recorded series end. */
  readonly record: string;
  /** Several series of a service become one number. */
  readonly join: (values: readonly number[]) => number;
  readonly show: (value: number) => string;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const highest = (values: readonly number[]) => Math.max(...values);
const lowest = (values: readonly number[]) => Math.min(...values);
const percent = (value: number) => `${(100 * value).toFixed(2)} %`;

const SIGNALS: readonly Signal[] = [
  { title: 'traffic', record: ':requests:rate5m', join: sum, show: (value) => `${value.toFixed(1)}/s` },
  {
    title: 'errors, worst endpoint',
    record: ':errors:rate5m',
    join: highest,
    show: (value) => `${value.toFixed(2)} %`,
  },
  {
    title: 'p95, worst endpoint',
    record: ':latency_p95:5m',
    join: highest,
    show: (value) => `${(1000 * value).toFixed(0)} ms`,
  },
  { title: 'memory, fullest pod', record: ':memory_utilization:ratio', join: highest, show: percent },
  {
    title: 'budget left, worst objective',
    record: ':slo_error_budget:remaining',
    join: lowest,
    show: percent,
  },
];

/** The state of a run, as lines for people. */
export function table({
  observation,
  urls,
  requests,
  metrics,
  notifications,
}: TableProps): readonly string[] {
  const targets = serviceTargets(observation.live);
  const { rules } = observation.live;
  const failing = rules.filter(({ health }) => health === 'err');
  return [
    ...section('targets', [
      ...targets.map(
        ({ url, health, labels, lastError }) =>
          `${health.padEnd(7)} ${url}  ${labels['pod'] ?? ''}${lastError === '' ? '' : `  ${lastError}`}`,
      ),
      ...(targets.length === 0 ? ['none yet'] : []),
      ...missingMetrics(observation, metrics ?? []).map(
        ({ name }) => `no series of ${name}, although rules read it`,
      ),
    ]),
    ...section('signals', signals(observation, requests)),
    ...section('rules', [
      `${rules.length} loaded, ${rules.filter(({ health }) => health === 'ok').length} healthy`,
      ...failing.map(({ name, lastError }) => `failing ${name}: ${lastError}`),
    ]),
    ...section(
      'alerts',
      observation.alerts.length === 0
        ? ['none']
        : observation.alerts.map((alert) => `${alert.state.padEnd(7)} ${showAlert(alert)}`).toSorted(),
    ),
    ...section('notified', notified(notifications)),
    ...section(
      'look at',
      Object.entries(urls).map(([name, url]) => `${name.padEnd(13)} ${url}`),
    ),
  ];
}

function signals(observation: Observation, requests: number | undefined): readonly string[] {
  const lines = [
    ...SIGNALS.flatMap((signal) => signalLines(signal, observation)),
    ...(requests === undefined ? [] : [`requests sent ${requests}`]),
  ];
  return lines.length === 0 ? ['none yet'] : lines;
}

/** The title stands before the first line. */
const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => `${(index === 0 ? title : '').padEnd(10)}${line}`);

function signalLines({ title, record, join, show }: Signal, { recorded }: Observation): readonly string[] {
  const found = recorded.filter(({ labels }) => labels['__name__']!.endsWith(record));
  return [...new Set(found.map(({ labels }) => labels['__name__']!))].map((name) => {
    const values = found.filter(({ labels }) => labels['__name__'] === name).map(({ value }) => value);
    return `${name.slice(0, -record.length)} ${title} ${show(join(values))}`;
  });
}

function notified(notifications: readonly Notification[]): readonly string[] {
  const receivers = [...new Set(notifications.map(({ receiver }) => receiver))];
  if (receivers.length === 0) return ['no notifications'];
  return receivers.map((receiver) => {
    const own = notifications.filter((notification) => notification.receiver === receiver);
    const names = [
      ...new Set(own.flatMap(({ alerts }) => alerts.map(({ labels }) => labels['alertname'] ?? ''))),
    ];
    return `${receiver}: ${own.length} message${own.length === 1 ? '' : 's'} about ${names.join(', ')}`;
  });
}

/** What changed enough to be worth a line where nothing can be redrawn. */
export function oneLine({ observation, requests, metrics = [] }: TableProps): string {
  const targets = serviceTargets(observation.live);
  const up = targets.filter(({ health }) => health === 'up').length;
  const states = (['firing', 'pending'] as const).map((state) => {
    const names = observation.alerts.filter((alert) => alert.state === state).map(showAlert);
    return names.length === 0 ? '' : `, ${state}: ${[...new Set(names)].toSorted().join(', ')}`;
  });
  const down = targets
    .filter(({ health, lastError }) => health === 'down' && lastError !== '')
    .map(({ url, lastError }) => `, ${lastError.includes(url) ? '' : `${url}: `}${lastError}`);
  const sent = requests === undefined ? '' : `, ${requests} requests sent`;
  const missing = missingMetrics(observation, metrics).map(({ name }) => name);
  const without = missing.length === 0 ? '' : `, no series of ${missing.join(', ')}`;
  return `${up} of ${targets.length} targets up${down.join('')}${without}${sent}${states.join('')}`;
}
