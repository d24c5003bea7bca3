import type { Fault } from '../faults/fault';
import { print } from '../promql/print';
import { walk, type Expr, type Matcher } from '../promql/expr';
import type { Firing, WatchedAlert } from './alert';
import type { BurnAlert } from './burn-rate';
import type { Rules } from './detection';
import { holds } from './engine/matchers';
import { TooMuchWork, Unsupported, USUAL_WORK, type Work } from './engine/series';
import { containerName, podName, type Subject } from './world/subject';
import { World } from './world/world';

/** What is known of an alert during a fault, apart from which alert it is. */
type Found = Omit<Firing, 'alert'> | undefined;

type Remembered = { readonly value: Found } | { readonly unsupported: string };

/**
 * Remembers bounds while many services are certified: alerts that differ only in the name of their service fire at the
 * same time. One lives as long as one certificate, so that it forgets when anything changes.
 */
export class Memory {
  private readonly found = new Map<Fault, Map<string, Remembered>>();
  private readonly keys = new Map<WatchedAlert, string>();
  private readonly visible = new Map<string, Map<Fault, boolean>>();
  /** What is left for an alert, all faults together. */
  private readonly work = new Map<string, Work>();
  /** What took too long during some faults is not tried with others. */
  private readonly tooMuch = new Map<string, Remembered>();
  private world: World | undefined;

  /** Services are certified one after the other: only the last one is kept. */
  worldOf(subject: Subject): World {
    if (this.world?.subject !== subject) this.world = new World(subject);
    return this.world;
  }

  /** A firing that was computed before, or is computed now. */
  remembered<A extends WatchedAlert>(
    alert: A,
    fault: Fault,
    key: (alert: A) => string,
    compute: (work: Work) => Firing | undefined,
  ): Firing | undefined {
    const own = this.keys.get(alert) ?? key(alert);
    this.keys.set(alert, own);
    const ofFault = this.found.get(fault) ?? new Map<string, Remembered>();
    this.found.set(fault, ofFault);
    const before = this.tooMuch.get(own) ?? ofFault.get(own) ?? this.computed(own, compute);
    ofFault.set(own, before);
    if ('unsupported' in before) throw new Unsupported(before.unsupported);
    return before.value === undefined ? undefined : { ...before.value, alert };
  }

  /** Whether a fault changes a series that is known of a workload: computed once for the same one of several manifests. */
  isVisible(subject: Subject): (fault: Fault) => boolean {
    const key = JSON.stringify({ ...subject, traits: [...subject.traits] });
    const known = this.visible.get(key) ?? new Map<Fault, boolean>();
    this.visible.set(key, known);
    return (fault) => {
      const shows =
        known.get(fault) ??
        (subject.pods >= (fault.fewestPods ?? 1) && this.worldOf(subject).during(fault).changes.some());
      known.set(fault, shows);
      return shows;
    };
  }

  private computed(key: string, compute: (work: Work) => Firing | undefined): Remembered {
    const work = this.work.get(key) ?? { left: USUAL_WORK };
    this.work.set(key, work);
    try {
      return { value: compute(work) };
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      const found = { unsupported: error.message };
      if (error instanceof TooMuchWork) this.tooMuch.set(key, found);
      return found;
    }
  }
}

/** Everything that decides when an alert fires, without the names of its service. */
export function keyOfAlert(subject: Subject, rules: Rules) {
  return (alert: WatchedAlert): string => {
    const recordings = [...namesIn(alert.expr)].flatMap((name) => rules.recordings.get(name) ?? []);
    const read = new Set(
      [alert.expr, ...recordings.map(({ expr }) => expr)].flatMap((expr) => [...namesIn(expr)]),
    );
    const { pods, interval, timeout, rate, events, traits, controller, targetLabels } = subject;
    const readsAny = read.has('');
    const texts = [alert.expr, ...recordings.map(({ expr }) => expr)].map((expr) =>
      anonymous(subject, print(expr)),
    );
    return JSON.stringify([
      texts,
      recordings.map(({ age }) => age),
      [alert.for, alert.every, rules.offset, pods, interval, timeout, rate],
      [...traits, controller.kind],
      targetLabels ?? [],
      patternsIn(alert.expr, ...recordings.map(({ expr }) => expr)).map((matcher) =>
        ofSubject(matcher, subject),
      ),
      events.filter(({ name }) => readsAny || read.has(name)),
      // The number decides only through the alert on it, whose text has it.
      read.has(subject.tiles ?? '') ? subject.objectives : [],
    ]);
  };
}

/** Everything that decides when a burn rate alert fires. */
export function keyOfBurn({ pods, interval, rate, events }: Subject) {
  const isLabelled = events.some(({ splitBy }) => splitBy.length > 0 && !splitBy.includes('le'));
  return ({ counts, long, short, threshold, fewest, every, lag, for: wait }: BurnAlert): string =>
    JSON.stringify([
      'burn',
      counts,
      [long, short, threshold, fewest.bad, fewest.all, every, lag, wait],
      [pods, interval, rate],
      isLabelled,
    ]);
}

const namesIn = function* (expr: Expr): Generator<string> {
  for (const node of walk(expr)) if (node.node === 'selector') yield node.name ?? '';
};

/** Matchers with regular expressions: their texts do not change with the names of a service, but what they select does. */
const patternsIn = (...exprs: readonly Expr[]): readonly Matcher[] =>
  exprs
    .flatMap((expr) => [...walk(expr)])
    .flatMap((node) => (node.node === 'selector' ? node.matchers : []))
    .filter(({ operator }) => operator.endsWith('~'));

/** Which values of labels of a service a matcher holds for. */
const ofSubject = (matcher: Matcher, subject: Subject): readonly boolean[] => {
  const { name, namespace, labels } = subject;
  return [name, namespace, containerName(subject), podName(subject, 0), ...Object.values(labels)].map(
    (value) => holds(matcher, value),
  );
};

/** Replaces names where they are label values, or the level of a recorded series. */
function anonymous({ name, namespace, labels }: Subject, text: string): string {
  return Object.entries(labels)
    .reduce(
      (shorter, [label, value]) => shorter.replaceAll(`"${value}"`, `"<${label}>"`),
      text.replaceAll(`"${name}"`, '"<name>"').replaceAll(`"${namespace}"`, '"<namespace>"'),
    )
    .replaceAll(`${name.replaceAll('-', '_')}:`, '<name>:');
}
