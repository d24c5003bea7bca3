import type { Fault } from '../../faults/fault';
import type { Samples } from '../engine/series';
import { Changes, samplesOf } from './samples';
import type { Subject } from './subject';
import type { Phase } from './timeline';

/** The part of an interval after which a scrape just misses what happens at whole intervals. */
const JUST_BEFORE = 0.999;

/** Seconds for discovery, reloads and staleness. */
export const MARGIN = 300;

const NOTHING: Fault = { name: 'nothing', signals: () => ({}) };

/** What scrapes find during a fault that begins just after one of them, while everything takes as long as it may. */
export interface Scrapes {
  readonly phase: Phase;
  readonly samples: Samples;
  /** What the fault changes soon after it began or settled. */
  readonly changes: Changes;
}

/** What Prometheus scrapes of a service in every fault, read once for all of its alerts. */
export class World {
  private readonly phase: Phase;
  private readonly healthy: Samples;
  private readonly known = new Map<Fault, Scrapes>();

  constructor(readonly subject: Subject) {
    this.phase = { scrape: subject.interval * JUST_BEFORE, slow: true };
    this.healthy = samplesOf(subject, NOTHING, this.phase);
  }

  during(fault: Fault): Scrapes {
    const before = this.known.get(fault);
    if (before !== undefined) return before;
    const samples = samplesOf(this.subject, fault, this.phase);
    const changes = new Changes(samples, this.healthy, (fault.settles ?? 0) + MARGIN);
    const scrapes = { phase: this.phase, samples, changes };
    this.known.set(fault, scrapes);
    return scrapes;
  }
}

/** What scrapes find of a healthy service. */
export const healthySamples = (subject: Subject): Samples =>
  samplesOf(subject, NOTHING, { scrape: 0, slow: false });
