import { z } from 'zod';
import type { PartProblem } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { contractSeriesBound, type Contract } from '../metrics/contract';
import { named, parseInput } from '../findings/parse-input';
import type { AlertRow } from '../rules/alert';
import { metricsOf, type GoldenSignals } from '../rules/golden-signals';
import { kindOf, sloKinds, type Slo } from '../slo/slo';
import { countFrom1, dnsLabel, durationFrom0, httpPath, labelValue, severity } from './fields';
import { workloadSchema, type Workload } from './workload';

/** One rule group; the limit is mixtool's. */
const MOST_ALERTS = 20;

const sentence = z.string('is not a text; write a sentence').min(1, 'is empty; write a sentence');

/** The shape of AlertRow in rules/alert.ts. */
const alertRow: z.ZodType<AlertRow> = z.strictObject({
  symptom: z
    .string()
    .regex(/^([A-Z][a-z0-9]*)+$/, 'is not in CamelCase; name what is noticed, e.g. QueueStuck'),
  severity,
  for: durationFrom0,
  summary: sentence,
  description: sentence,
  expr: z.custom<AlertRow['expr']>(
    (value) => typeof value === 'function',
    'is not a function; write (service) => an expression of promql/build.ts',
  ),
});

const port = z
  .number()
  .int('is not a port; use a whole number from 1024 to 65535')
  .min(1024, 'is not a port that a non-root process can listen on; use a whole number from 1024 to 65535')
  .max(65535, 'is not a port; use a whole number from 1024 to 65535');

const serviceSchema = z.strictObject({
  name: dnsLabel,
  namespace: dnsLabel.optional(),
  team: labelValue,
  port,
  metricsPort: port.optional(),
  metricsPath: httpPath.default('/metrics'),
  metrics: z.custom<Contract>(isContract, 'are not a contract; build them with contract({ ... })'),
  signals: z
    .custom<GoldenSignals>(isGoldenSignals, 'are not golden signals; build them with goldenSignals({ ... })')
    .optional(),
  workload: z.union([z.literal('external'), workloadSchema]),
  slos: z
    .array(
      z.custom<Slo>(isSlo, 'is not an SLO; build it with availabilitySlo({ ... }) or latencySlo({ ... })'),
    )
    .default([]),
  alerts: z
    .array(alertRow)
    .max(MOST_ALERTS, `are more than the ${MOST_ALERTS} rules that a group should hold; leave some out`)
    .default([]),
  seriesBudget: countFrom1.optional(),
});

/** What a person writes about one service. */
export interface ServiceProps {
  /** Name of the Deployment, the Service and the container; with it the `job` label and the prefix of the rules. */
  readonly name: string;
  /** @default the environment's `namespaces.services` */
  readonly namespace?: string;
  /** Who is told when it breaks: the `team` label of its alerts. */
  readonly team: string;
  /** The port on which the container serves requests. */
  readonly port: number;
  /**
   * The port on which it serves metrics; the container gets it as METRICS_PORT. Clients are then not admitted to them.
   * @default port
   */
  readonly metricsPort?: number;
  /** @default '/metrics' */
  readonly metricsPath?: string;
  /** Everything it exposes. */
  readonly metrics: Contract;
  /** Which metrics tell its golden signals. @default none: only scrape and pods are watched */
  readonly signals?: GoldenSignals;
  /** What to deploy; `external` when something else deploys it and only monitoring is wanted. */
  readonly workload: z.input<typeof workloadSchema> | 'external';
  /** What its users may expect of it, in numbers. @default none */
  readonly slos?: readonly Slo[];
  /** Alerts beside those that every service gets. @default none */
  readonly alerts?: readonly AlertRow[];
  /** Series that one target may expose. @default what the contract's labels allow, and room for the runtime's own */
  readonly seriesBudget?: number;
}

/** One service, checked and complete, but for what the environment adds. */
export interface Service extends Omit<
  ServiceProps,
  'metricsPath' | 'workload' | 'slos' | 'alerts' | 'seriesBudget'
> {
  readonly metricsPath: string;
  readonly workload: Workload | 'external';
  readonly slos: readonly Slo[];
  readonly alerts: readonly AlertRow[];
  readonly seriesBudget: number;
}

/**
 * Series that client libraries add about their own process (prom-client's and prometheus_client's default metrics are
 * each below 100).
 */
const RUNTIME_SERIES = 200;

/**
 * Checks and completes a service.
 * @throws InvalidInput with every wrong field
 */
export function defineService(props: ServiceProps): Service {
  const resource = named('service', props);
  const service = parseInput(serviceSchema, resource, props);
  const problems = conflicts(service).map((problem) => ({ resource, ...problem }));
  if (problems.length > 0) throw new InvalidInput(problems);
  return {
    ...service,
    seriesBudget: service.seriesBudget ?? contractSeriesBound(service.metrics) + RUNTIME_SERIES,
  };
}

/** Fields that are each fine but not together. */
function conflicts(service: z.output<typeof serviceSchema>): readonly PartProblem[] {
  const problems: PartProblem[] = [];
  const declared = Object.values(service.metrics);
  const referenced = [
    ...(service.signals === undefined ? [] : metricsOf(service.signals)).map(
      (metric) => ['signals', metric] as const,
    ),
    ...service.slos.map((slo) => ['slos', kindOf(slo).metric(slo)] as const),
  ];
  for (const [field, metric] of referenced)
    if (!declared.includes(metric))
      problems.push({
        path: field,
        message: 'name a metric that the service does not expose',
        found: metric.name,
        fix: `use one of ${declared.map(({ name }) => name).join(', ')}, or add it to the contract`,
      });
  const bound = contractSeriesBound(service.metrics);
  if (service.seriesBudget === undefined && bound === Infinity)
    problems.push({
      path: 'seriesBudget',
      message: 'is missing although a label has no bound',
      found: undefined,
      fix: 'say how many series one target may expose',
    });
  const least = bound + RUNTIME_SERIES;
  if (service.seriesBudget !== undefined && bound !== Infinity && service.seriesBudget < least)
    problems.push({
      path: 'seriesBudget',
      message: `is below the ${bound} series that the contract's labels allow and ${RUNTIME_SERIES} for the runtime's own`,
      found: service.seriesBudget,
      fix: `use ${least} or more, or bound the labels tighter`,
    });
  if (service.metricsPort === service.port)
    problems.push({
      path: 'metricsPort',
      message: 'is the port of the requests',
      found: service.metricsPort,
      fix: 'leave it out to serve metrics there, or use another',
    });
  const { workload } = service;
  if (
    service.metricsPort !== undefined &&
    workload !== 'external' &&
    'METRICS_PORT' in { ...workload.env, ...workload.secretEnv }
  )
    problems.push({
      path: 'workload.env',
      message: 'sets a variable that metricsPort sets already',
      found: 'METRICS_PORT',
      fix: 'leave it out',
    });
  const symptoms = service.alerts.map(({ symptom }) => symptom);
  const repeated = symptoms.find((symptom, index) => symptoms.indexOf(symptom) !== index);
  if (repeated !== undefined)
    problems.push({
      path: 'alerts',
      message: 'have a symptom twice',
      found: repeated,
      fix: 'give each alert its own symptom',
    });
  return problems;
}

/** Whether `contract(...)` can have built it. Names and labels were checked there. */
function isContract(value: unknown): value is Contract {
  return isRecord(value) && Object.values(value).length > 0 && Object.values(value).every(isMetric);
}

/** Whether `goldenSignals(...)` can have built it. */
function isGoldenSignals(value: unknown): value is GoldenSignals {
  return (
    isRecord(value) &&
    isMetric(value['requests']) &&
    isMetric(value['latency']) &&
    (value['inFlight'] === undefined || isMetric(value['inFlight'])) &&
    isRecord(value['errors']) &&
    Array.isArray(value['by'])
  );
}

/** Whether a function of slo/kinds can have built it. */
function isSlo(value: unknown): value is Slo {
  return (
    isRecord(value) &&
    typeof value['kind'] === 'string' &&
    Object.hasOwn(sloKinds, value['kind']) &&
    isMetric(kindOf(value as unknown as Slo).metric(value as unknown as Slo)) &&
    isRecord(value['tiers'])
  );
}

function isMetric(value: unknown): boolean {
  return isRecord(value) && typeof value['name'] === 'string' && isRecord(value['labels']);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
