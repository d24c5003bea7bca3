import { entriesKey } from '../findings/group-by';
import { unsentEffects, relabelingEffects } from './sending-effects';
import { EFFECTS, type Effect } from './effect';
import { detectionEffects, limitEffects, proofOfRemoval, type RuleEffect } from './detection-effects';
import { NewInhibitions } from './inhibition-effects';
import { pairRules, type RulePair } from './pair-rules';
import { PlainJobChanges } from './plain-job-effects';
import { PlainScrapeChanges } from './plain-scrapes';
import { receiverEffects } from './receiver-effects';
import { lostSeries, type LostSeries } from './recorded-series';
import { changedRecordings } from './recording-graph';
import { verdictOnRecording, type RecordingVerdict } from './recording-verdict';
import { chartEffects, comparedRoutings, isNotified, routeEffects } from './route-effects';
import { ScrapeChanges } from './scrape-effects';
import type { Side } from './side';
import { textEffects } from './text-effects';
import { unreadSelectionEffects, unreadTargetEffects } from './unread-targets';
import { sameMeaning, type WatchedRule } from './watched-rules';

/** What differs between two sides, for people and for rules. */
export interface Difference {
  readonly before: string;
  readonly after: string;
  /** The worst first. */
  readonly effects: readonly Effect[];
  readonly rules: RuleChanges;
  readonly series: readonly LostSeries[];
  /** Names of all alerts of both sides. */
  readonly alerts: ReadonlySet<string>;
  /** What was not compared, as sentences. */
  readonly notes: readonly string[];
}

/** Titles of rules. */
export interface RuleChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** With what changed. */
  readonly changed: readonly { readonly rule: string; readonly what: readonly string[] }[];
  readonly unchanged: number;
}

export function compareSides(before: Side, after: Side): Difference {
  const paired = pairRules(before.rules, after.rules);
  const alerts = paired.pairs.filter((pair) => pair.before.kind === 'alert' && pair.after.kind === 'alert');
  const routings = comparedRoutings(before, after);
  const verdicts = new Map<string, RecordingVerdict>();
  const compared = {
    before,
    after,
    changed: changedRecordings(paired),
    verdictOn: (name: string) => {
      const known = verdicts.get(name) ?? verdictOnRecording(name, before, after, paired);
      verdicts.set(name, known);
      return known;
    },
  };
  const scrapes = new ScrapeChanges(before, after);
  const plain = new PlainScrapeChanges(before, after);
  const jobs = new PlainJobChanges({ before, after });
  const inhibitions =
    routings === undefined ? undefined : new NewInhibitions(alerts, before, after, routings);
  const ofPair = (pair: RulePair): readonly Effect[] => {
    const found = [
      ...detectionEffects(pair, compared),
      ...limitEffects(pair),
      ...scrapes.effectsOn(pair),
      ...scrapes.windowEffectsOn(pair),
      ...plain.effectsOn(pair),
      ...jobs.effectsOn(pair),
      ...(routings === undefined
        ? unsentEffects(pair, before, after)
        : routeEffects(pair, before, after, routings)),
      ...(inhibitions?.of(pair) ?? []),
    ];
    // What notified no receiver cannot be silenced.
    const relevant = isNotified(pair, before, routings) ? found : found.filter(({ kind }) => kind === 'new');
    return [...worst(relevant), ...textEffects(pair, { before, after })].map((effect) => ({
      ...about(pair.before),
      ...effect,
    }));
  };
  const removed = paired.removed.filter(
    (rule) => rule.kind === 'alert' && isNotified({ before: rule }, before, routings),
  );
  const effects = [
    ...alerts.flatMap(ofPair),
    ...removed.map((rule) => removedEffect(rule, after)),
    ...paired.added
      .filter(({ kind }) => kind === 'alert')
      .map((rule): Effect => ({ ...about(rule), kind: 'new', reason: 'the alert is new' })),
    ...scrapes.effects(),
    ...plain.effects(),
    ...jobs.effects(),
    ...unreadTargetEffects(before, after),
    ...unreadSelectionEffects(before, after),
    ...relabelingEffects(before, after),
    ...(routings === undefined
      ? []
      : [...receiverEffects(routings), ...(isOfChart(before) ? chartEffects(routings) : [])]),
  ];
  const order = Object.keys(EFFECTS);
  return {
    before: before.name,
    after: after.name,
    effects: effects.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)),
    rules: {
      added: paired.added.map(titled),
      removed: paired.removed.map(titled),
      changed: paired.pairs.flatMap(changesOf),
      unchanged: paired.pairs.filter((pair) => changesOf(pair).length === 0).length,
    },
    series: lostSeries(before, after, paired),
    alerts: new Set(
      [...before.rules, ...after.rules].flatMap(({ kind, name }) => (kind === 'alert' ? [name] : [])),
    ),
    notes: notesOn(before, after, routings !== undefined),
  };
}

/** Whether the chart brings alerts that are not among the manifests. */
const isOfChart = ({ facts }: Side): boolean => facts.prometheus.origin !== 'Prometheus resource';

const about = ({ name, labels }: WatchedRule): Pick<Effect, 'alert' | 'labels'> => ({ alert: name, labels });

/** One effect of each kind; an alert that is silenced is not also later. */
function worst(effects: readonly RuleEffect[]): readonly RuleEffect[] {
  const silenced = effects.find(({ kind }) => kind === 'silenced');
  if (silenced !== undefined) return [silenced];
  return effects.filter((effect, index) => effects.findIndex(({ kind }) => kind === effect.kind) === index);
}

function removedEffect(rule: WatchedRule, after: Side): Effect {
  const still = after.facts.rules.find(({ kind, name }) => kind === rule.kind && name === rule.name);
  return {
    ...about(rule),
    kind: 'silenced',
    reason:
      still === undefined || after.rules.some(({ name }) => name === rule.name)
        ? 'its rule is removed'
        : still.object.plain
          ? `no entry of rule_files loads ${still.object.name}`
          : 'no Prometheus selects its PrometheusRule any more',
    ...proofOfRemoval(rule),
  };
}

const titled = ({ kind, name, labels }: WatchedRule): string => {
  const details = Object.entries(labels).filter(([label]) => TELLING.includes(label));
  const text = details.map(([label, value]) => `${label}="${value}"`).join(', ');
  return `${kind === 'alert' ? 'alert' : 'recording rule'} ${name}${text === '' ? '' : ` {${text}}`}`;
};

/** Labels that tell rules of one name apart. */
const TELLING: readonly string[] = ['slo', 'long', 'window', 'outcome', 'severity'];

function changesOf({ before, after }: RulePair): RuleChanges['changed'] {
  const what = [
    ...(before.name === after.name ? [] : [`name (now ${after.name})`]),
    ...(sameMeaning(before, after) ? [] : ['expression']),
    ...(before.for === after.for ? [] : ['for']),
    ...(before.keepFiringFor === after.keepFiringFor ? [] : ['keep_firing_for']),
    ...(before.interval === after.interval ? [] : ['interval']),
    ...(before.limit === after.limit ? [] : ['limit']),
    ...(sameTexts(before.labels, after.labels) ? [] : ['labels']),
    ...(sameTexts(before.annotations, after.annotations) ? [] : ['annotations']),
  ];
  return what.length === 0 ? [] : [{ rule: titled(before), what }];
}

const sameTexts = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  entriesKey(a) === entriesKey(b);

function notesOn(before: Side, after: Side, routed: boolean): readonly string[] {
  if (routed) return [];
  const without = [before, after].filter(({ routing }) => routing === undefined).map(({ name }) => name);
  return [
    without.length > 0
      ? `No configuration of Alertmanager was read in ${without.join(' and ')}, so every alert counts as notified.`
      : `No receiver is configured in ${before.name}, so every alert counts as notified.`,
  ];
}
