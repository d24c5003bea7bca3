import type { PlacedService } from '../catalog/placement';
import { readSource, type ReadSource } from '../page-check/source';
import type { Finding } from '../findings/finding';
import { InvalidInput } from '../findings/invalid-input';
import { formatOfContentType } from '../exposition/content-type';
import { formatOf, parsePage } from '../exposition/parse';
import type { Report } from '../findings/report';
import { kindOf } from '../slo/slo';
import { reviewChecks } from './checks/index';
import type { Review, ReviewCheck } from './check';
import { readContractJson } from './contract-json';
import { planOfContract } from './from-contract';
import { planOfPage } from './from-page';
import { instrumentationOf, isKnownExporter, isOwn } from './instrumentation';
import { boundedSeries } from './growth';
import { readNotation } from './notation';
import type { LatencyThreshold, Plan } from './plan';
import { grouped } from './words';

export interface ReviewArgs {
  /** A URL, a file, or `-` for standard input. @default the contract of `service` */
  readonly plan?: string;
  /** Its contract is reviewed where there is no plan, and its latency objectives have thresholds. @default none */
  readonly service?: PlacedService;
  /** Up to which latency in seconds requests are good enough. @default that of the service's objectives */
  readonly sloThreshold?: number;
  /** Whether the metrics are those of an exporter. @default known exporters are recognized by their names */
  readonly exporter?: boolean;
}

/**
 * Reviews the design of metrics, whichever form it has.
 * @throws InvalidInput for input that is not a design, and without anything to review
 */
export async function reviewCommand(args: ReviewArgs, read: ReadSource = readSource): Promise<Report> {
  const { plan: source, service, sloThreshold, exporter } = args;
  if (sloThreshold !== undefined && !(sloThreshold > 0 && sloThreshold < Infinity))
    throw new InvalidInput({
      resource: 'review',
      path: '--slo-threshold',
      message: 'not a duration above 0',
      found: sloThreshold,
      fix: 'give seconds, e.g. 0.25',
    });
  const plan = await planOf(source, service, read);
  return reviewReport({
    plan,
    thresholds: thresholdsOf(sloThreshold, service),
    exporter,
  });
}

async function planOf(
  source: string | undefined,
  service: PlacedService | undefined,
  read: ReadSource,
): Promise<Plan> {
  if (source !== undefined) {
    const { text, http } = await read(source);
    return readPlan(source, text, http?.contentType);
  }
  if (service !== undefined) return planOfContract(`contract of ${service.name}`, service.metrics);
  throw new InvalidInput({
    resource: 'review',
    path: 'plan',
    message: 'nothing to review',
    found: undefined,
    fix: 'give a file, a URL, - for standard input, or --service with the name of a service',
  });
}

/**
 * Tells the forms apart: JSON starts with a brace, and a page has TYPE or HELP lines.
 * @throws InvalidInput for text in none of these forms
 */
export function readPlan(source: string, text: string, contentType?: string): Plan {
  if (/^\s*[{[]/.test(text)) return readContractJson(source, text);
  const format = formatOfContentType(contentType) ?? formatOf(text);
  if (/^# (TYPE|HELP|EOF)/m.test(text)) return planOfPage(source, parsePage(text, format));
  return readNotation(source, text);
}

function thresholdsOf(
  given: number | undefined,
  service: PlacedService | undefined,
): readonly LatencyThreshold[] {
  if (given !== undefined) return [{ seconds: given }];
  return (service?.slos ?? []).flatMap((slo) => {
    const { latency } = kindOf(slo).limits(slo);
    return latency === undefined ? [] : [{ seconds: latency.threshold, metric: latency.durations.name }];
  });
}

export function reviewReport({ exporter = false, ...given }: Review): Report {
  const { metrics: planned, prose, source } = given.plan;
  const metrics = exporter ? planned.map((metric) => ({ ...metric, ofExporter: true as const })) : planned;
  const review: Review = {
    ...given,
    plan: { ...given.plan, metrics },
    exporter: exporter || isKnownExporter(given.plan),
  };
  const own: Review = { ...review, plan: { ...review.plan, metrics: metrics.filter(isOwn) } };
  const series = metrics.reduce((sum, metric) => sum + boundedSeries(metric), 0);
  return {
    program: 'review',
    findings: reviewChecks.flatMap((check) => findingsOf(check, check.ofAll ? review : own)),
    checks: reviewChecks.map(({ id, question, see }) => ({ id, question, see })),
    notes: [
      `Reviewed ${metrics.length} ${metrics.length === 1 ? 'metric' : 'metrics'} of ${source}: ${grouped(series)} series a target without the labels that grow.`,
      ...[...instrumentationOf(review.plan)].map(
        ([by, count]) =>
          `${count} ${count === 1 ? 'metric is' : 'metrics are'} named by ${by}: names, labels and types were not reviewed.`,
      ),
      ...(prose.length === 0
        ? []
        : [`Not read as metrics: ${prose.length === 1 ? 'line' : 'lines'} ${prose.join(', ')}.`]),
      ...(review.thresholds.length === 0
        ? ['The check of buckets against a latency objective was skipped: give --slo-threshold.']
        : []),
    ],
  };
}

function findingsOf({ id, severity, find }: ReviewCheck, review: Review): readonly Finding[] {
  const { source, builtIn } = review.plan;
  return find(review).map(({ metric, line = metric?.line, ...remark }) => ({
    code: id,
    check: id,
    severity,
    resource: metric === undefined ? `plan ${source}` : `metric ${metric.name}`,
    ...remark,
    ...(builtIn ? {} : { at: { file: source, ...(line === undefined ? {} : { line }) } }),
  }));
}
