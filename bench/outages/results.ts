import { z } from 'zod';
import stored from './results.json';

export const severityOf = z.enum(['critical', 'warning', 'info']);

const fired = z.strictObject({
  alert: z.string(),
  severity: severityOf,
  slo: z.string().optional(),
  minute: z.number(),
});

const observed = z.strictObject({
  alerts: z.array(fired),
  page: z.number().optional(),
  ticket: z.number().optional(),
  incidents: z.number(),
  messages: z.strictObject({ pager: z.number(), tickets: z.number() }),
});

const schema = z.strictObject({
  engines: z.strictObject({ prometheus: z.string(), alertmanager: z.string() }),
  /** Real minutes that the run took. */
  minutes: z.number(),
  /** Whether the machine kept up with the faster clock. */
  pace: z.strictObject({
    due: z.number(),
    missed: z.number(),
    scrapes: z.number(),
    slow: z.number(),
    longestStep: z.number(),
  }),
  /** By the name of the outage. */
  outages: z.record(z.string(), observed),
});

/** An alert that fired during an outage, and the minutes after its start. */
export type FiredAlert = Readonly<z.output<typeof fired>>;

/**
 * What a run showed of one outage: the first firing of each alert, the minutes until the first message that pages and
 * that opens a ticket, the incidents that the pager opened, and how many messages it and the tickets got, with those
 * that say that alerts are resolved.
 */
export type Observed = Readonly<z.output<typeof observed>>;

export type Results = Readonly<z.output<typeof schema>>;

/** Checks results before they are stored. */
export const checkedResults = (results: Results): Results => schema.parse(results);

/** Results of the last complete run of `npm run bench -- outages`. */
export const storedResults = (): Results => schema.parse(stored);
