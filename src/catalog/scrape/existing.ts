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

/** @throws InvalidInput with every wrong field */
export function existingScrape(props: z.input<typeof existingSchema>): ExistingScrape {
  return { kind: 'existing', ...parseInput(existingSchema, 'existing', props) };
}

export const existingKind: ScrapeKind<ExistingScrape> = {
  definedBy: 'existing',
  schema: existingSchema,
  job: ({ job }, service) => job ?? service,
  object: () => undefined,
};
