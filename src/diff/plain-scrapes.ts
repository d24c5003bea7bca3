import { holds } from '../certify/engine/matchers';
import { labelsOf, listOf, mapOf, textOf, textsOf, type Labels } from '../kubernetes/object';
import { selectorsIn } from './cases/leaves';
import type { Matcher } from '../promql/expr';
import type { RuleEffect } from './detection-effects';
import type { Effect } from './effect';
import type { RulePair } from './pair-rules';
import { wantsAbsence } from './scrape-effects';
import { OF_PROMETHEUS, rulesBelow } from './scrapes';
import type { Side } from './side';

/** A target of a scrape configuration in a prometheus.yml. */
interface PlainTarget {
  readonly job: string;
  /** Its address; undefined for all targets that the configuration discovers. */
  readonly address: string | undefined;
  /** Labels of its series, as far as no relabeling changes them. */
  readonly labels: Labels;
  /** Its page or relabeling may set the label job. */
  readonly isOpen: boolean;
}

/** What changed scrape configurations of a prometheus.yml do to alerts. */
export class PlainScrapeChanges {
  private readonly targets: readonly [readonly PlainTarget[], readonly PlainTarget[]];
  /** Targets that are gone, and whose address no other job has. */
  private readonly gone: readonly PlainTarget[];
  private readonly added: readonly PlainTarget[];
  /** By key, those whose label job was certain. */
  private readonly certain: ReadonlyMap<string, PlainTarget>;

  constructor(
    private readonly before: Side,
    private readonly after: Side,
  ) {
    const [own, other] = [targetsOf(before), targetsOf(after)];
    this.targets = own === undefined || other === undefined ? [[], []] : [own, other];
    const [usual, now] = this.targets;
    const kept = new Set(now.map(keyOf));
    const addresses = new Set(now.map(({ address }) => address ?? ''));
    const known = new Set(usual.map(keyOf));
    const closed = usual.filter(({ isOpen }) => !isOpen);
    this.certain = new Map(closed.map((target) => [keyOf(target), target]));
    this.added = now.filter((target) => !known.has(keyOf(target)));
    this.gone = usual.filter((target) => !kept.has(keyOf(target)) && !addresses.has(target.address ?? ''));
  }

  effectsOn({ before: rule, after: changed }: RulePair): readonly RuleEffect[] {
    const [usual, now] = this.targets;
    const still = this.selectorsOf(changed, this.after);
    for (const selector of this.selectorsOf(rule, this.before)) {
      const { name, matchers } = selector;
      const readNow = still.filter((each) => each.name === name);
      // A change of its expression is judged by what it does.
      if (wantsAbsence(rule, name) || readNow.length === 0) continue;
      const isOfTargets = OF_PROMETHEUS.test(name);
      if (!isOfTargets && !matchers.some(({ label }) => label === 'job')) continue;
      const isRead = (target: PlainTarget, by: readonly (typeof selector)[]): boolean =>
        (isOfTargets || !target.isOpen) && by.some((each) => mayHave(target, each.matchers));
      const own = usual.filter((target) => isRead(target, [selector]));
      // A page that may now set the label job seldom does.
      const other = now.filter((target) => isRead(this.certain.get(keyOf(target)) ?? target, readNow));
      const isReplaced = this.added.some((target) =>
        isOfTargets
          ? isDiscovered(target) && readNow.some((each) => mayHave(target, each.matchers))
          : target.isOpen,
      );
      if (isReplaced || own.length === 0 || other.length >= (isOfTargets ? own.length : 1)) continue;
      const kept = new Set(other.map(keyOf));
      const lost = own.filter((target) => !kept.has(keyOf(target)));
      return [
        {
          kind: 'silenced',
          reason: `${name} of ${lost.map(textOfTarget).join(', ')} is no longer scraped`,
        },
      ];
    }
    return [];
  }

  effects(): readonly Effect[] {
    // Others that are new may be the same in another way.
    if (this.added.length >= this.gone.length || this.added.some(isDiscovered)) return [];
    return this.gone.map((target) => ({
      alert: `scrapes of ${textOfTarget(target)}`,
      labels: {},
      kind: 'unjudged',
      reason: 'no scrape configuration has it any more; the configuration does not tell which series it has',
    }));
  }

  private selectorsOf(rule: RulePair['before'], { recordings }: Side): ReturnType<typeof selectorsIn> {
    return selectorsIn([...rulesBelow(rule, recordings)].flatMap(({ expr }) => expr ?? [])).filter(
      ({ name }) => !recordings.has(name),
    );
  }
}

/** One target stands for any number of them. */
const isDiscovered = ({ address }: PlainTarget): boolean => address === undefined;

const mayHave = ({ labels }: PlainTarget, matchers: readonly Matcher[]): boolean =>
  matchers.every((matcher) => !(matcher.label in labels) || holds(matcher, labels[matcher.label]!));

const keyOf = ({ job, address }: PlainTarget): string => JSON.stringify([job, address]);

const textOfTarget = ({ job, address }: PlainTarget): string =>
  address === undefined ? `job ${job}` : `job ${job} at ${address}`;

/** Undefined: no prometheus.yml was read, or it has further files with scrape configurations. */
function targetsOf({ facts: { prometheus } }: Side): readonly PlainTarget[] | undefined {
  const { object } = prometheus;
  if (object?.plain !== true || object.fields['isOpen'] === true) return undefined;
  return listOf(object.fields['scrapeConfigs']).flatMap((item): readonly PlainTarget[] => {
    const config = mapOf(item);
    const job = textOf(config['job_name']) ?? '';
    const steps = listOf(config['relabel_configs']).map(mapOf);
    const isRenamed = steps.some(
      ({ action, target_label: label }) => label === 'job' || textOf(action)?.toLowerCase() === 'labelmap',
    );
    const isOpen = config['honor_labels'] === true || isRenamed;
    const statics = listOf(config['static_configs']).map(mapOf);
    if (steps.length > 0 || statics.length === 0)
      return [{ job, address: undefined, labels: isRenamed ? {} : { job }, isOpen }];
    return statics.flatMap((group) =>
      textsOf(group['targets']).map((address) => ({
        job,
        address,
        labels: { job, instance: address, ...labelsOf(group['labels']) },
        isOpen,
      })),
    );
  });
}
