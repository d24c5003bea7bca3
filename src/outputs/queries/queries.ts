import type { PlacedService } from '../../catalog/placement';
import { recorded, type InstantVector } from '../../promql/build';
import { format, print } from '../../promql/print';
import { saturationQueries } from '../../rules/saturation';
import { hasNamespace, scopeValues } from '../../rules/scope';
import { goldenSignalQueries, type SignalQuery } from '../../rules/signal-queries';
import { errorBudgetQueries } from '../../slo/queries';
import type { QueryFormat } from './format-names';

/** A question about a service, and the PromQL that answers it. */
interface Query {
  /** `traffic`, `errors`, `latency`, `saturation`, or `error budget <slo>`. */
  readonly topic: string;
  readonly title: string;
  readonly unit: string;
  /** On scraped series: works without any rule. */
  readonly query: InstantVector;
  /** The same from a recording rule. @default not recorded */
  readonly recorded?: InstantVector;
}

/** Queries for the golden signals, the saturation and the error budgets of a service. */
export function queriesOf(service: PlacedService): readonly Query[] {
  const { signals, slos, workload, namespace } = service;
  return [
    ...(signals === undefined
      ? []
      : goldenSignalQueries(service, signals).map((query) =>
          signalRow(query, hasNamespace(service) ? { namespace } : scopeValues(service)),
        )),
    ...(workload === 'external'
      ? []
      : saturationQueries(service).map((query) =>
          signalRow(query, signals === undefined ? undefined : { namespace }),
        )),
    ...errorBudgetQueries(service, slos).map(({ slo, ...query }) => ({
      topic: `error budget ${slo}`,
      ...query,
    })),
  ];
}

/** @param place labels of the recorded series; absent when the service has no recording rules */
function signalRow(
  { signal, record, ...query }: SignalQuery,
  place: Readonly<Record<string, string>> | undefined,
): Query {
  const isRecorded = record !== undefined && place !== undefined;
  return {
    topic: signal,
    ...query,
    ...(isRecorded ? { recorded: recorded(record, Object.keys(place), place) } : {}),
  };
}

type Printer = (queries: readonly Query[]) => string;

export const QUERY_FORMATS: Readonly<Record<string, Printer>> = {
  text: (queries) => queries.map(asText).join('\n\n'),
  json: (queries) => JSON.stringify(queries.map(asJson), undefined, 2),
  markdown: (queries) => queries.map(asMarkdown).join('\n\n'),
} satisfies Record<QueryFormat, Printer>;

function asText({ topic, title, unit, query, recorded: record }: Query): string {
  return [
    `# ${topic}: ${title} (${unit})`,
    format(query.expr),
    ...(record === undefined ? [] : ['# recorded', print(record.expr)]),
  ].join('\n');
}

function asJson({ topic, title, unit, query, recorded: record }: Query): object {
  return {
    topic,
    title,
    unit,
    query: print(query.expr),
    ...(record === undefined ? {} : { recorded: print(record.expr) }),
  };
}

function asMarkdown({ topic, title, unit, query, recorded: record }: Query): string {
  const block = (promql: string) => `\`\`\`promql\n${promql}\n\`\`\``;
  return [
    `### ${topic}: ${title} (${unit})`,
    block(format(query.expr)),
    ...(record === undefined ? [] : ['Recorded:', block(print(record.expr))]),
  ].join('\n\n');
}
