import { z } from 'zod';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import type { ScrapeKind } from './kind';

export const existingSchema = z.strictObject({
  job: z
    .string()
    .min(1, mistake('empty', 'give the label job of its series'))
    .optional()
    .meta({ type: 'text' })
    .describe('Label `job` of its series, e.g. `shop/checkout`. Absent: name of the service.'),
});

/** Something else scrapes the service. */
export interface ExistingScrape extends Readonly<z.output<typeof existingSchema>> {
  readonly kind: 'existing';
}

/**
 * Relies on a scrape that exists. Only rules and dashboards are written; its series must have the labels `namespace` (that
 * of the service) and `job`.
 * @throws InvalidInput with every wrong field
 * @example
 * const scrape = existing({ job: 'kubernetes-pods/payments' });
 */
export function existing(props: z.input<typeof existingSchema> = {}): ExistingScrape {
  return { kind: 'existing', ...parseInput(existingSchema, 'existing', props) };
}

export const existingKind: ScrapeKind<ExistingScrape> = {
  definedBy: 'existing',
  schema: existingSchema,
  job: ({ job }, service) => job ?? service,
  path: () => undefined,
  object: () => undefined,
};
