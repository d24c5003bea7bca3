import { isDeepStrictEqual } from 'node:util';
import { listOf, mapOf, textOf, type Fields, type Labels } from '../kubernetes/object';
import type { Relabeling } from '../kubernetes/relabeling';
import { stepsOf } from '../operator/additional-job';
import { sentLabels } from '../operator/alertmanager/alert-relabelings';
import { actionOf } from '../operator/relabel';
import { relabelProblems } from '../operator/relabel-problems';
import { duration, tryMilliseconds } from '../promql/window';
import { holds } from '../certify/engine/matchers';
import { selectorsIn, valuesOf } from './cases/leaves';
import type { RuleEffect } from './detection-effects';
import type { Effect } from './effect';
import type { RulePair } from './pair-rules';
import { shortWindows, wantsAbsence } from './scrape-effects';
import { OF_PROMETHEUS, rulesBelow } from './scrapes';
import type { Side } from './side';

type Selector = ReturnType<typeof selectorsIn>[number];

/** A scrape configuration of a prometheus.yml. */
interface Job {
  readonly name: string;
  readonly fields: Fields;
  /** Seconds between scrapes. */
  readonly interval: number;
  readonly metricRelabelings: readonly Relabeling[];
  /** What may set the label job to other values. @default nothing */
  readonly renamedBy?: 'relabeling' | 'page';
}

/** What changes of scrape configurations that go on do to alerts. */
export class PlainJobChanges {
  private readonly before: readonly Job[];
  private readonly after: readonly Job[];

  constructor(private readonly sides: { readonly before: Side; readonly after: Side }) {
    this.before = jobsOf(sides.before);
    this.after = jobsOf(sides.after);
  }

  effectsOn(pair: RulePair): readonly RuleEffect[] {
    if (isDeepStrictEqual(this.before, this.after)) return [];
    return [...this.windowEffects(pair), ...this.dropEffects(pair)];
  }

  /** Rates over windows that held two samples of some job, and no longer do of any. */
  private windowEffects({ before, after }: RulePair): readonly RuleEffect[] {
    const short = (side: Side, rule: RulePair['before'], jobs: readonly Job[]) =>
      shortWindows(rulesBelow(rule, side.recordings), (selector) => {
        const own = sourcesOf(jobs, selector);
        // Recorded series have the interval of their group.
        return own.length === 0 || side.recordings.has(selector.name)
          ? undefined
          : Math.min(...own.map(({ interval }) => interval));
      });
    const usual = new Set(short(this.sides.before, before, this.before).map(({ metric }) => metric));
    const found = short(this.sides.after, after, this.after).find(({ metric }) => !usual.has(metric));
    return found === undefined ? [] : [{ kind: 'silenced', reason: found.reason }];
  }

  /** Metrics that metric_relabel_configs no longer keep as the alert reads them. */
  private dropEffects({ before, after }: RulePair): readonly RuleEffect[] {
    const { recordings } = this.sides.before;
    const still = new Set(
      selectorsIn([...rulesBelow(after, this.sides.after.recordings)].flatMap(({ expr }) => expr ?? [])).map(
        ({ name }) => name,
      ),
    );
    const read = selectorsIn([...rulesBelow(before, recordings)].flatMap(({ expr }) => expr ?? [])).filter(
      ({ name }) =>
        !recordings.has(name) && !OF_PROMETHEUS.test(name) && still.has(name) && !wantsAbsence(before, name),
    );
    const found = read.flatMap((selector): readonly RuleEffect[] => {
      const own = sourcesOf(this.before, selector).filter((job) => isStored(job, selector));
      const sources = sourcesOf(this.after, selector);
      const lost = own.filter(({ name }) =>
        sources.some((job) => job.name === name && !isStored(job, selector)),
      );
      if (lost.length === 0) return [];
      const jobs = lost.map(({ name }) => name).join(', ');
      const isElsewhere = sources.some((job) => isStored(job, selector));
      return [
        isElsewhere
          ? {
              kind: 'unjudged',
              reason: `metric_relabel_configs of job ${jobs} drop ${selector.name} now; the configuration does not tell whether that job has it`,
            }
          : { kind: 'silenced', reason: `metric_relabel_configs of job ${jobs} drop ${selector.name} now` },
      ];
    });
    return found
      .toSorted((a, b) => Number(a.kind !== 'silenced') - Number(b.kind !== 'silenced'))
      .slice(0, 1);
  }

  effects(): readonly Effect[] {
    return this.before.flatMap((job) => {
      const now = this.after.find(({ name }) => name === job.name);
      if (now === undefined) return [];
      const about = { alert: `scrapes of job ${job.name}`, labels: {} };
      const changed = [...new Set([...Object.keys(job.fields), ...Object.keys(now.fields)])].filter(
        (name) =>
          !isDeepStrictEqual(seriesField(job, name), seriesField(now, name)) &&
          // Another discovery may find the same targets.
          (!name.endsWith('_sd_configs') || (name in job.fields && name in now.fields)),
      );
      return [
        ...(job.interval === now.interval
          ? []
          : [
              {
                ...about,
                kind: now.interval > job.interval ? ('later' as const) : ('earlier' as const),
                reason: `every ${duration(job.interval)} is now every ${duration(now.interval)}`,
              },
            ]),
        ...(changed.length === 0
          ? []
          : [
              {
                ...about,
                kind: 'unjudged' as const,
                reason: `${changed.toSorted().join(', ')} changed; the configuration does not tell which series it has`,
              },
            ]),
      ];
    });
  }
}

/** No prometheus.yml was read, or it has further files with scrape configurations: none is known. */
function jobsOf({ facts: { prometheus } }: Side): readonly Job[] {
  const { object, scrapeInterval } = prometheus;
  if (object?.plain !== true || object.fields['isOpen'] === true) return [];
  return listOf(object.fields['scrapeConfigs']).flatMap((item): readonly Job[] => {
    const fields = mapOf(item);
    const metricRelabelings = stepsOf(fields['metric_relabel_configs']);
    const own = tryMilliseconds(textOf(fields['scrape_interval']) ?? '');
    return [
      {
        name: textOf(fields['job_name']) ?? '',
        fields,
        interval: own ? own / 1000 : scrapeInterval,
        metricRelabelings: metricRelabelings.every((step) => relabelProblems(step).length === 0)
          ? metricRelabelings
          : [],
        ...(stepsOf(fields['relabel_configs']).some(
          (step) => step.targetLabel === 'job' || actionOf(step) === 'labelmap',
        )
          ? { renamedBy: 'relabeling' }
          : fields['honor_labels'] === true
            ? { renamedBy: 'page' }
            : {}),
      },
    ];
  });
}

/** Jobs whose series a selector may read: pages with the job of another one are rare, and count where no job has the name. */
function sourcesOf(jobs: readonly Job[], { matchers }: Selector): readonly Job[] {
  const named = jobs.filter(
    ({ name, renamedBy }) =>
      renamedBy === 'relabeling' ||
      matchers.every((matcher) => matcher.label !== 'job' || holds(matcher, name)),
  );
  return named.length > 0 ? named : jobs.filter(({ renamedBy }) => renamedBy === 'page');
}

/** Whether a job stores the series that a selector names, if its pages have them. */
function isStored(job: Job, selector: Selector): boolean {
  const labels: Labels = Object.fromEntries([
    ...[...new Set(selector.matchers.map(({ label }) => label))].map((label) => {
      const own = selector.matchers.filter((matcher) => matcher.label === label);
      return [label, valuesOf(label, own, [])[0] ?? ''] as const;
    }),
    ...(job.renamedBy === undefined ? [['job', job.name] as const] : []),
    ['__name__', selector.name] as const,
  ]);
  const stored = sentLabels(labels, job.metricRelabelings);
  return stored?.['__name__'] === selector.name;
}

/** Fields that decide how a target is asked, and not which series it has, or that others compare. */
const OTHERS = [
  'authorization',
  'basic_auth',
  'bearer_token',
  'bearer_token_file',
  'enable_http2',
  'follow_redirects',
  'oauth2',
  'scrape_interval',
  'scrape_timeout',
  'static_configs',
  'tls_config',
];

/** Steps that keep or drop metrics by their name are compared for each alert. */
function seriesField({ fields, metricRelabelings }: Job, name: string): unknown {
  if (OTHERS.includes(name)) return undefined;
  if (name !== 'metric_relabel_configs') return fields[name];
  return metricRelabelings.filter(
    (step) =>
      !['keep', 'drop'].includes(actionOf(step) ?? '') ||
      !(step.sourceLabels ?? []).every((label) => label === '__name__'),
  );
}
