import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/local/clock';
import type { Pace } from '../pace';
import { Engines } from './engines';
import { history } from './history';
import { startInbox } from './messages';
import { namespaceOf } from './names';
import { ageOf, lastsOf, stateAt, type Interruption, type Outage } from './outage';
import { servePages } from './pages';
import { observed } from './observed';
import type { Observed } from './results';
import { ServiceModel, targetsIn } from './service-model';

/** Outages that run at the same time in one Prometheus, each in a namespace of its own. */
export interface Stage {
  readonly name: string;
  /** Seconds of the outage in one real second. */
  readonly speed: number;
  readonly outages: readonly Outage[];
  readonly interruption?: Interruption;
}

export interface StageResult {
  readonly byOutage: ReadonlyMap<string, Observed>;
  readonly pace: Pace;
}

/** Minutes before outages begin, so that rules know their service for longer than any of them waits. */
const WARM_UP = 15;
/** Minutes after the last outage, in which alerts resolve: pages on budgets do so after an hour. */
const AFTERMATH = 70;
/** Real seconds to store the history and to start. */
const SETUP = 60;
/** Real milliseconds between two steps of the models. */
const STEP = 40;
/** Real milliseconds between two looks at what service discovery has taken over. */
const POLL = 300;

/** One service during a run. */
interface Subject {
  readonly namespace: string;
  readonly outage: Outage;
  readonly model: ServiceModel;
  /** Minute of the run at which its outage began. */
  begun: number | undefined;
  /** Targets as they were last written. */
  targets: string;
  nextPoll: number;
}

/** Runs the outages of a stage live, and returns what fired and what was sent. */
export async function runStage({ speed, outages, interruption }: Stage): Promise<StageResult> {
  const now = () => Date.now() / 1000;
  const clock = clockOf(now(), speed);
  const minute = () => ((now() - clock.real) * speed) / 60;
  const subjects = outages.map((outage, number): Subject => {
    const namespace = namespaceOf(number);
    const begun = ageOf(outage) > 0 ? -ageOf(outage) * 60 : undefined;
    return {
      namespace,
      outage,
      model: new ServiceModel(namespace, outage, now()),
      begun,
      targets: '',
      nextPoll: 0,
    };
  });
  const end = AFTERMATH + Math.max(...outages.map((outage) => lastsOf(outage) - ageOf(outage) * 60));
  const pages = await servePages(new Map(subjects.map(({ namespace, model }) => [namespace, model])), minute);
  const inbox = await startInbox();
  const namespaces = subjects.map(({ namespace }) => namespace);
  const engines = await Engines.start(clock, namespaces, pages.address, inbox.url);
  try {
    for (const { namespace, outage } of subjects)
      await engines.store(history(namespace, outage, clock, -WARM_UP));
    if (minute() > -WARM_UP)
      throw new Error('This machine is too slow for the faster clock: storing the history took too long.');
    while (minute() < -WARM_UP) await wait(STEP);
    engines.loadRules(namespaces);
    const program = new Interrupted(engines, interruption);
    let before = now();
    let longestStep = 0;
    while (minute() < end) {
      const at = now();
      for (const subject of subjects) await step(subject, engines, at - before, minute(), speed);
      longestStep = Math.max(longestStep, at - before);
      before = at;
      program.follow(minute());
      await wait(STEP);
    }
    await program.settled;
    const firing = await engines.samples(`ALERTS{alertstate="firing"}[90d]`);
    return {
      pace: { ...(await engines.pace()), longestStep: tenths(longestStep * speed) },
      byOutage: new Map(
        subjects.map((subject) => [
          subject.outage.name,
          observed(subject.namespace, firing, inbox.messages, (at) => {
            // Before it has begun, it would have begun at 0.
            return ((at - clock.real) * speed) / 60 - (subject.begun ?? 0);
          }),
        ]),
      ),
    };
  } finally {
    await engines.stop();
    await Promise.all([pages.close(), inbox.close()]);
  }
}

const tenths = (seconds: number): number => Math.round(seconds * 10) / 10;

/** A clock that shows a full hour at minute 0 of the run. */
function clockOf(now: number, speed: number): Clock {
  const real = now + SETUP + (WARM_UP * 60) / speed;
  return { speed, real, shown: Math.ceil(real / 3600) * 3600 };
}

async function step(
  subject: Subject,
  engines: Engines,
  realSeconds: number,
  minute: number,
  speed: number,
): Promise<void> {
  const { outage, model, namespace } = subject;
  if (subject.begun === undefined && minute >= 0) await begin(subject, engines, minute);
  const since = subject.begun === undefined ? -1 : minute - subject.begun;
  model.advance(realSeconds * speed, since, Date.now() / 1000);
  const waiting = subject.begun === undefined && minute >= 0;
  const targets = waiting ? targetsIn(stateAt(outage, 0)) : model.targets;
  if (subject.targets === targets.join()) return;
  subject.targets = targets.join();
  engines.writeTargets(namespace, targets);
}

/**
 * Service discovery takes up to five real seconds to notice that targets are gone, which are minutes on the faster
 * clock. Such an outage begins when it has.
 */
async function begin(subject: Subject, engines: Engines, minute: number): Promise<void> {
  const { outage, model, namespace } = subject;
  const first = targetsIn(stateAt(outage, 0));
  if (first.join() === model.targets.join()) {
    subject.begun = minute;
    return;
  }
  if (Date.now() < subject.nextPoll) return;
  subject.nextPoll = Date.now() + POLL;
  if ((await engines.targets(namespace)) === first.length) subject.begun = minute;
}

/** Ends a program of the monitoring and starts it again. */
class Interrupted {
  private state: 'before' | 'away' | 'back' = 'before';
  /** When the program has ended or started, as far as it was asked to: services go on meanwhile. */
  settled: Promise<void> = Promise.resolve();

  constructor(
    private readonly engines: Engines,
    private readonly interruption: Interruption | undefined,
  ) {}

  follow(minute: number): void {
    if (this.interruption === undefined) return;
    const { program, at, lasts } = this.interruption;
    if (this.state === 'before' && minute >= at) {
      this.state = 'away';
      this.afterwards(() => this.engines.end(program));
    }
    if (this.state === 'away' && minute >= at + lasts) {
      this.state = 'back';
      this.afterwards(() => this.engines.launch(program));
    }
  }

  private afterwards(next: () => Promise<void>): void {
    this.settled = this.settled.then(next);
    // It is awaited at the end, and must not be unhandled until then.
    this.settled.catch(() => undefined);
  }
}
