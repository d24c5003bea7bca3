import { callsOf } from '../findings/alternatives';
import { mistake } from '../findings/mistake';
import * as z from 'zod';
import { InvalidInput } from '../findings/invalid-input';
import { contractSeriesBound, type Contract } from '../metrics/contract';
import { named, parseInput } from '../findings/parse-input';
import type { AlertRow } from '../rules/alert';
import { goldenSignalsSchema, type GoldenSignals } from '../rules/golden-signals';
import { kindOf, sloKinds, type Slo } from '../slo/slo';
import { alertTuningSchema } from './alert-tuning';
import { countFrom1, dnsLabel, durationFrom0, httpPath, labelValue, severity } from './fields';
import { expectationsSchema, faultsSchema } from './expectation';
import type { ServiceProps } from './props';
import { patchSchema } from './patch';
import { isScrape, SCRAPE_FUNCTIONS, type Scrape } from './scrape/index';
import { portNumber } from './scrape/port';
import { serviceConflicts } from './service-conflicts';
import { workloadSchema } from './workload/deployment';
import type { ExistingWorkload } from './workload/existing';
import { isExistingWorkload, isWorkload, WORKLOAD_FUNCTIONS, type Workload } from './workload/index';

export type { ServiceProps } from './props';

/** Lists the functions that make objectives: `availabilitySlo({ ... }) or latencySlo({ ... })`. */
const SLO_FUNCTIONS = callsOf(Object.values(sloKinds).map(({ definedBy }) => definedBy));

/** The limit of mixtool for one rule group. */
const MOST_ALERTS = 20;

const sentence = z
  .string(mistake('not a string', 'write a sentence'))
  .min(1, mistake('empty', 'write a sentence'))
  .meta({ type: 'text' });

export const alertSchema = z.strictObject({
  symptom: z
    .string()
    .regex(/^([A-Z][a-z0-9]*)+$/, mistake('not in CamelCase', 'name the symptom, e.g. QueueStuck'))
    .describe("What a user or operator notices, in CamelCase without the service's name, e.g. `QueueStuck`."),
  severity: severity.describe('`critical` pages, `warning` opens a ticket, `info` is only shown.'),
  for: durationFrom0.describe('How long the expression must have results before the alert fires.'),
  keepFiringFor: durationFrom0
    .optional()
    .describe(
      'How long the alert goes on firing without results, so that a symptom that comes and goes is one incident. Absent: it resolves at once.',
    ),
  summary: sentence.describe("One sentence without a template. `%s` stands for the service's name."),
  description: sentence.describe(
    "The object and the extent, with `{{ $labels.… }}` and `{{ $value }}`. `%s` stands for the service's name.",
  ),
  expr: z
    .custom<AlertRow['expr']>(
      (value) => typeof value === 'function',
      mistake('not a function', 'write (service) => an expression of signalproof/promql'),
    )
    .meta({ type: '(service) => expression' })
    .describe(
      'Has results while the symptom lasts, e.g. `(service) => gt(select(metrics.age, targetsOf(service)), 600)`.',
    ),
}) satisfies z.ZodType<AlertRow>;

export const serviceSchema = z.strictObject({
  name: dnsLabel.describe(
    'Name of the Deployment, the Service and the container; with it the `job` label and the prefix of the rules.',
  ),
  namespace: z
    .union([
      dnsLabel,
      z.array(dnsLabel).min(1, mistake('empty', 'name at least one namespace, or remove the field')),
    ])
    .optional()
    .describe(
      'Namespace, or several: the service then runs in each of them under one name. Absent: `namespaces.services` of the environment.',
    ),
  team: labelValue.describe('Value of the label `team` of its alerts, which routes select by.'),
  port: portNumber
    .optional()
    .describe(
      'Port on which the container serves requests. Required unless `scrape` is given, or for a CronJob.',
    ),
  metricsPort: portNumber
    .optional()
    .describe(
      'Port on which it serves metrics; the container receives it as METRICS_PORT. Clients cannot reach it. Absent: `port`.',
    ),
  metricsPath: httpPath.default('/metrics').describe('Path of the metrics page.'),
  metrics: z
    .custom<Contract>(isContract, mistake('not a contract', 'build it with contract({ ... })'))
    .meta({ type: 'contract' })
    .default({})
    .describe('Every metric that it exposes. Required, but for a CronJob that exposes none.'),
  signals: z
    .custom<GoldenSignals>(
      (value) => goldenSignalsSchema.safeParse(value).success,
      mistake('not golden signals', 'build them with goldenSignals({ ... })'),
    )
    .meta({ type: '[golden signals](#golden-signals)' })
    .optional()
    .describe('Metrics of its golden signals. Absent: only scrapes and pods are monitored.'),
  workload: z
    .union([
      z.literal('external'),
      workloadSchema,
      z
        .custom<Pick<Workload, 'kind'>>(
          isWorkload,
          mistake('not a workload', `build it with ${WORKLOAD_FUNCTIONS}`),
        )
        .meta({ type: '[of another kind](#workload-statefulset)' }),
    ])
    .describe(
      'What to deploy: settings of a Deployment, or a workload of another kind. `external` to monitor a service that something else deploys; `existing({ kind, name })` to monitor its pods too.',
    ),
  workloadIn: z
    .record(
      dnsLabel,
      z.custom<ExistingWorkload>(
        isExistingWorkload,
        mistake('not a workload that exists', "write e.g. existing({ kind: 'Deployment', name: 'shop' })"),
      ),
    )
    .meta({ type: 'map of [existing](#workload-existing)' })
    .default({})
    .describe(
      'What runs it instead in single namespaces, where something else deploys it: `{ us: existing({ kind, name }) }`. `scrape` then says how it is scraped there.',
    ),
  scrape: z
    .custom<Scrape>(isScrape, mistake('not a scrape', `build it with ${SCRAPE_FUNCTIONS}`))
    .meta({ type: '[scrape](#scrape-servicemonitor)' })
    .optional()
    .describe(
      'How a service that something else deploys is scraped. Absent: a ServiceMonitor of the Service that is deployed; for an external service, of the Service with the label `app` and the port `http` (`metrics` with `metricsPort`).',
    ),
  slos: z
    .array(
      z
        .custom<Slo>(isSlo, mistake('not an SLO', `build it with ${SLO_FUNCTIONS}`))
        .meta({ type: 'objective' }),
    )
    .default([])
    .describe('Its service level objectives.'),
  alerts: z
    .array(alertSchema)
    .max(
      MOST_ALERTS,
      mistake(`more than the ${MOST_ALERTS} alerts that one rule group may hold`, 'remove some'),
    )
    .default([])
    .describe('Alerts in addition to those that every service has.'),
  builtInAlerts: alertTuningSchema
    .default({})
    .describe(
      "Changes of alerts that every service has, by symptom, e.g. `{ TargetDown: 'off', TrafficStopped: { severity: 'warning', for: '15m' } }`.",
    ),
  patches: z
    .array(patchSchema)
    .default([])
    .describe(
      'JSON patches of the objects that are written for it, for what no field sets. The result is checked like everything else.',
    ),
  expect: expectationsSchema
    .default({})
    .describe(
      "Who must be notified of a fault, and how soon, by the name of the fault: `{ 'all requests fail': { receiver: 'on-call', within: '5m' } }`. Checked in every environment with receivers; `off` drops an expectation of the environment or a default.",
    ),
  faults: faultsSchema.describe('Faults of its own, for `signalproof certify`: `[fault({ ... })]`.'),
  seriesBudget: z
    .union([countFrom1, z.literal('contract')])
    .optional()
    .describe(
      "Series that one target may expose: above it an alert fires, and at twice the number Prometheus rejects the whole scrape. `contract`: the maximum that the contract's labels allow, plus 200 for the runtime's own; right only if the contract declares every metric of the page. Absent: no limit.",
    ),
});

/** One service, checked and complete except for what the environment adds. */
export type Service = Readonly<Omit<z.output<typeof serviceSchema>, 'seriesBudget' | 'workload'>> & {
  readonly workload: Workload | 'external';
  /** @default no limit */
  readonly seriesBudget?: number;
};

/**
 * Series that client libraries add about their own process (prom-client's and prometheus_client's default metrics are
 * each below 100).
 */
const RUNTIME_SERIES = 200;

/**
 * Checks and completes a service.
 * @throws InvalidInput with every wrong field
 * @example
 * const shop = defineService({
 *   name: 'shop',
 *   team: 'web',
 *   port: 8080,
 *   workload: { image: 'shop:1.0.0' },
 *   metrics: { requests },
 *   slos: [
 *     availabilitySlo({
 *       name: 'availability',
 *       requests,
 *       errors: { code: matching('5..') },
 *       objective: 99.9,
 *       period: '30d',
 *     }),
 *   ],
 * });
 */
export function defineService(props: ServiceProps): Service {
  const resource = named('service', props);
  const { seriesBudget: budget, workload, ...rest } = parseInput(serviceSchema, resource, props);
  const service = { ...rest, workload: kindOfWorkload(workload) };
  const seriesBudget = budget === 'contract' ? contractSeriesBound(service.metrics) + RUNTIME_SERIES : budget;
  const problems = serviceConflicts({
    ...service,
    ...(seriesBudget === undefined ? {} : { seriesBudget }),
  }).map((problem) => ({ resource, ...problem }));
  if (problems.length > 0) throw new InvalidInput(problems);
  return { ...service, ...(seriesBudget === undefined ? {} : { seriesBudget }) };
}

/** Settings alone are those of a Deployment. */
function kindOfWorkload(workload: z.output<typeof serviceSchema>['workload']): Workload | 'external' {
  if (workload === 'external') return workload;
  // The schema has checked it. Its type shows `kind` alone, so that editors describe the settings of a Deployment.
  return 'kind' in workload ? (workload as Workload) : { kind: 'deployment', ...workload };
}

/** Whether `contract(...)` can have built it. Names and labels were checked there. */
function isContract(value: unknown): value is Contract {
  return isRecord(value) && Object.values(value).length > 0 && Object.values(value).every(isMetric);
}

/** Whether a function of slo/kinds can have built it. */
function isSlo(value: unknown): value is Slo {
  return (
    isRecord(value) &&
    typeof value['kind'] === 'string' &&
    Object.hasOwn(sloKinds, value['kind']) &&
    kindOf(value as unknown as Slo)
      .metrics(value as unknown as Slo)
      .every(isMetric) &&
    isRecord(value['tiers'])
  );
}

function isMetric(value: unknown): boolean {
  return isRecord(value) && typeof value['name'] === 'string' && isRecord(value['labels']);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
