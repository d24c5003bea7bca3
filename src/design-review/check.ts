import type { Finding, FindingSeverity } from '../findings/finding';
import type { LatencyThreshold, Plan, PlannedLabel, PlannedMetric } from './plan';

/** What a check finds: a finding without what the check itself knows. */
export interface Remark extends Pick<Finding, 'path' | 'message' | 'found' | 'expected' | 'fix'> {
  /** @default the plan as a whole */
  readonly metric?: PlannedMetric;
  /** Line of the plan, from 1. @default that of the metric */
  readonly line?: number;
}

export interface Review {
  readonly plan: Plan;
  readonly thresholds: readonly LatencyThreshold[];
  /** Whether the plan is that of an exporter, which is about other things than its own process. @default false */
  readonly exporter?: boolean;
}

/** One question about the design of metrics. */
export interface ReviewCheck {
  readonly id: string;
  readonly severity: FindingSeverity;
  readonly question: string;
  /** Where its subject is documented. */
  readonly see: string;
  /** Whether it also asks about metrics that a library has named. @default false */
  readonly ofAll?: true;
  readonly find: (review: Review) => readonly Remark[];
}

/** Fields of a metric that remarks are about, and what each holds. */
const FIELDS = {
  name: ({ name }: PlannedMetric) => name,
  type: ({ kind }: PlannedMetric) => kind,
  help: ({ help }: PlannedMetric) => (help === '' ? undefined : help),
  unit: ({ unit }: PlannedMetric) => unit,
  labels: ({ labels }: PlannedMetric) => labels.map(({ name }) => name),
  buckets: ({ buckets }: PlannedMetric) => buckets,
};

/** What a row asks about: a metric, one of its labels, or one of its thresholds. */
interface Subject {
  readonly metric: PlannedMetric;
}

type Words<S, W> = string | ((wrong: W, subject: S) => string);

/** A check that asks the same about every subject. */
interface Row<S, W> extends Omit<ReviewCheck, 'find'> {
  /** @default the label, or the name of the metric */
  readonly path?: keyof typeof FIELDS;
  /** What is wrong with a subject, for the texts below: `undefined` or `false` for nothing. */
  readonly wrong: (subject: S) => W | undefined | false;
  readonly message: Words<S, W>;
  /** @default what the path holds */
  readonly found?: (subject: S) => unknown;
  readonly expected: Words<S, W>;
  readonly fix: Words<S, W>;
}

/** A kind of rows, by the subjects that a review has for them. */
const rowsAbout =
  <S extends Subject>(
    subjectsOf: (metric: PlannedMetric, review: Review) => readonly S[],
    label: (subject: S) => string | undefined = () => undefined,
  ) =>
  <W>({ wrong, path = 'name', found, message, expected, fix, ...check }: Row<S, W>): ReviewCheck => ({
    ...check,
    find: (review) =>
      review.plan.metrics
        .flatMap((metric) => subjectsOf(metric, review))
        .flatMap((subject) => {
          const detail = wrong(subject);
          if (detail === undefined || detail === false) return [];
          const text = (words: Words<S, W>) => (typeof words === 'string' ? words : words(detail, subject));
          const name = label(subject);
          return [
            {
              metric: subject.metric,
              path: name === undefined ? path : `label ${name}`,
              message: text(message),
              found: found === undefined ? (name ?? FIELDS[path](subject.metric)) : found(subject),
              expected: text(expected),
              fix: text(fix),
            },
          ];
        }),
  });

export const metricCheck = rowsAbout((metric) => [{ ...metric, metric }]);

/** Asks about every label of every metric. */
export const labelCheck = rowsAbout(
  (metric) => metric.labels.map((label): PlannedLabel & Subject => ({ ...label, metric })),
  ({ name }) => name,
);

/** Asks about every latency threshold that a metric has to meet. */
export const thresholdCheck = rowsAbout((metric, { thresholds }) =>
  thresholds
    .filter((threshold) => threshold.metric === undefined || threshold.metric === metric.name)
    .map(({ seconds }) => ({ metric, seconds })),
);

export const NAMING = 'https://prometheus.io/docs/practices/naming/';
export const INSTRUMENTATION = 'https://prometheus.io/docs/practices/instrumentation/';
export const HISTOGRAMS = 'https://prometheus.io/docs/practices/histograms/';
