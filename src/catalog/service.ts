import { z } from 'zod';
import { InvalidInput, type Problem } from '../invalid-input';
import { contractSeriesBound, type Contract } from '../metrics/contract';
import { named, parseInput } from '../parse-input';
import type { AlertRow } from '../rules/alert';
import { metricsOf, type GoldenSignals } from '../rules/golden-signals';
import { byteQuantity, countFrom1, cpuQuantity, dnsLabel, image, labelValue } from './fields';

const httpPath = z
  .string()
  .regex(/^\/[^\s?#]*$/, 'is not an HTTP path; start it with /, without query or fragment');

const workloadSchema = z.strictObject({
  /** What to run, with a tag or digest. */
  image,
  /** Pods; two survive the loss of one. */
  replicas: countFrom1.default(2),
  cpuRequest: cpuQuantity.default('100m'),
  /** Request and limit: memory that is only sometimes there gets the pod killed. */
  memory: byteQuantity.default('256Mi'),
  /** Request and limit of the container's writable space and logs. */
  ephemeralStorage: byteQuantity.default('128Mi'),
  /** How long the service may take to start, to be ready and to stay alive is asked here. */
  probes: z
    .strictObject({ startup: httpPath, readiness: httpPath, liveness: httpPath })
    .default({ startup: '/healthz', readiness: '/readyz', liveness: '/healthz' }),
  /** Plain environment variables; secrets have no place here. */
  env: z
    .record(
      z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'is not a variable name; use capitals, digits and _'),
      z.string(),
    )
    .default({}),
  /** Seconds between SIGTERM and SIGKILL; requests in flight end in this time. */
  terminationGraceSeconds: countFrom1.default(30),
  /**
   * Namespaces whose pods may call the service. `any` admits every client inside and outside the cluster that can
   * reach the pod.
   */
  clients: z.union([z.literal('any'), z.array(dnsLabel)]).default('any'),
});

const serviceSchema = z.strictObject({
  name: dnsLabel,
  namespace: dnsLabel.optional(),
  team: labelValue,
  port: z
    .number()
    .int('is not a port; use a whole number from 1024 to 65535')
    .min(1024, 'is not a port that a non-root process can listen on; use a whole number from 1024 to 65535')
    .max(65535, 'is not a port; use a whole number from 1024 to 65535'),
  metricsPath: httpPath.default('/metrics'),
  metrics: z.custom<Contract>(isContract, 'are not a contract; build them with contract({ ... })'),
  signals: z
    .custom<GoldenSignals>(isGoldenSignals, 'are not golden signals; build them with goldenSignals({ ... })')
    .optional(),
  workload: z.union([z.literal('external'), workloadSchema]),
  alerts: z
    .array(z.custom<AlertRow>(isAlertRow, 'is not an alert; see AlertRow in rules/alert.ts'))
    .default([]),
  seriesBudget: countFrom1.optional(),
});

export type Workload = z.output<typeof workloadSchema>;

/** What a person writes about one service. */
export interface ServiceProps {
  /** Name of the Deployment, the Service and the container; with it the `job` label and the prefix of the rules. */
  readonly name: string;
  /** @default the environment's `namespaces.services` */
  readonly namespace?: string;
  /** Who is told when it breaks: the `team` label of its alerts. */
  readonly team: string;
  /** The port on which the container serves requests and metrics. */
  readonly port: number;
  /** @default '/metrics' */
  readonly metricsPath?: string;
  /** Everything it exposes. */
  readonly metrics: Contract;
  /** Which metrics tell its golden signals. @default none: only scrape and pods are watched */
  readonly signals?: GoldenSignals;
  /** What to deploy; `external` when something else deploys it and only monitoring is wanted. */
  readonly workload: z.input<typeof workloadSchema> | 'external';
  /** Alerts beside those that every service gets. @default none */
  readonly alerts?: readonly AlertRow[];
  /** Series that one target may expose. @default what the contract's labels allow, and room for the runtime's own */
  readonly seriesBudget?: number;
}

/** One service, checked and complete, but for what the environment adds. */
export interface Service extends Omit<ServiceProps, 'metricsPath' | 'workload' | 'alerts' | 'seriesBudget'> {
  readonly metricsPath: string;
  readonly workload: Workload | 'external';
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
function conflicts(service: z.output<typeof serviceSchema>): readonly Omit<Problem, 'resource'>[] {
  const problems: Omit<Problem, 'resource'>[] = [];
  const declared = Object.values(service.metrics);
  for (const metric of service.signals === undefined ? [] : metricsOf(service.signals))
    if (!declared.includes(metric))
      problems.push({
        field: 'signals',
        problem: 'name a metric that the service does not expose',
        got: metric.name,
        fix: `use one of ${declared.map(({ name }) => name).join(', ')}, or add it to the contract`,
      });
  const bound = contractSeriesBound(service.metrics);
  if (service.seriesBudget === undefined && bound === Infinity)
    problems.push({
      field: 'seriesBudget',
      problem: 'is missing although a label has no bound',
      got: undefined,
      fix: 'say how many series one target may expose',
    });
  if (service.seriesBudget !== undefined && bound !== Infinity && service.seriesBudget < bound)
    problems.push({
      field: 'seriesBudget',
      problem: `is below the ${bound} series that the contract's labels allow`,
      got: service.seriesBudget,
      fix: `use ${bound} or more, or bound the labels tighter`,
    });
  const symptoms = service.alerts.map(({ symptom }) => symptom);
  const repeated = symptoms.find((symptom, index) => symptoms.indexOf(symptom) !== index);
  if (repeated !== undefined)
    problems.push({
      field: 'alerts',
      problem: 'have a symptom twice',
      got: repeated,
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

function isMetric(value: unknown): boolean {
  return isRecord(value) && typeof value['name'] === 'string' && isRecord(value['labels']);
}

function isAlertRow(value: unknown): value is AlertRow {
  return isRecord(value) && typeof value['symptom'] === 'string' && typeof value['expr'] === 'function';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** @throws InvalidInput when two services share a name in one namespace */
export function uniqueServices(services: readonly Service[]): readonly Service[] {
  const seen = new Set<string>();
  for (const { name } of services) {
    if (seen.has(name))
      throw new InvalidInput({
        resource: `service "${name}"`,
        field: 'name',
        problem: 'is taken by another service',
        got: name,
        fix: 'give each service its own name: rules, alerts and files are named after it',
      });
    seen.add(name);
  }
  return services;
}
