import { z } from 'zod';
import stored from './results.json';

const schema = z.strictObject({
  prometheus: z.string(),
  days: z.number(),
  /** Real minutes that the run took. */
  minutes: z.number(),
  services: z.array(
    z.strictObject({
      requests: z.string(),
      /** Share of requests that fail. */
      errors: z.number(),
      /** How often a page, or a ticket, began to fire. */
      pages: z.number(),
      tickets: z.number(),
      /** Which alerts these were. */
      alerts: z.array(z.string()),
    }),
  ),
});

/** What fired in some days of services without an outage. */
export type NoiseResults = Readonly<z.output<typeof schema>>;

/** Checks results before they are stored. */
export const checkedNoise = (results: NoiseResults): NoiseResults => schema.parse(results);

/** Results of the last run of `npm run bench -- noise`. */
export const storedNoise = (): NoiseResults => schema.parse(stored);
