import type { PlacedService } from '../../catalog/placement';
import { recorded, type InstantVector } from '../../promql/build';
import { format, print } from '../../promql/print';
import { goldenSignalQueries, saturationQueries, type SignalQuery } from '../../rules/golden-signals';
import { errorBudgetQueries } from '../../slo/queries';

/** A question that people ask about a service, and what to ask Prometheus. */
interface Query {
  /** `traffic`, `errors`, `latency`, `saturation`, or `error budget <slo>`. */
  readonly topic: string;
  readonly title: string;
  readonly unit: string;
  /** Over scraped series: works without any rule. */
  readonly query: InstantVector;
  /** What the recording rules have computed already; absent where nothing does. */
  readonly recorded?: InstantVector;
}

/** What can be asked about a service: its golden signals, its saturation and its error budgets. */
export function queriesOf(service: PlacedService): readonly Query[] {
  const { namespace, signals, slos, workload } = service;
  const signalQueries = [
    ...(signals === undefined ? [] : goldenSignalQueries(service, signals)),
    ...(workload === 'external' ? [] : saturationQueries(service)),
  ];
  return [
    ...signalQueries.map((query) => signalRow(query, signals === undefined ? undefined : namespace)),
    ...errorBudgetQueries(service, slos).map(({ slo, ...query }) => ({
      topic: `error budget ${slo}`,
      ...query,
    })),
  ];
}

/** @param namespace of the recorded series; absent when the service has no recording rules */
function signalRow({ signal, record, ...query }: SignalQuery, namespace: string | undefined): Query {
  const answered = record !== undefined && namespace !== undefined;
  return {
    topic: signal,
    ...query,
    ...(answered ? { recorded: recorded(record, ['namespace'], { namespace }) } : {}),
  };
}

/** How queries can be written, by the name of the format. */
export const QUERY_FORMATS: Readonly<Record<string, (queries: readonly Query[]) => string>> = {
  text: (queries) => queries.map(asText).join('\n\n'),
  json: (queries) => JSON.stringify(queries.map(asJson), undefined, 2),
  markdown: (queries) => queries.map(asMarkdown).join('\n\n'),
};

function asText({ topic, title, unit, query, recorded: answer }: Query): string {
  return [
    `# ${topic}: ${title} (${unit})`,
    format(query.expr),
    ...(answer === undefined ? [] : ['# recorded', print(answer.expr)]),
  ].join('\n');
}

function asJson({ topic, title, unit, query, recorded: answer }: Query): object {
  return {
    topic,
    title,
    unit,
    query: print(query.expr),
    ...(answer === undefined ? {} : { recorded: print(answer.expr) }),
  };
}

function asMarkdown({ topic, title, unit, query, recorded: answer }: Query): string {
  const block = (promql: string) => `\`\`\`promql\n${promql}\n\`\`\``;
  return [
    `### ${topic}: ${title} (${unit})`,
    block(format(query.expr)),
    ...(answer === undefined ? [] : ['Recorded:', block(print(answer.expr))]),
  ].join('\n\n');
}
