import * as z from 'zod';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import type { ScrapeKind } from './kind';
import { labelName, labelValue } from './parts/label-name';

export const existingSchema = z.strictObject({
  job: z
    .string()
    .min(1, mistake('empty', 'give the label job of its series'))
    .optional()
    .meta({ type: 'text' })
    .describe('Label `job` of its series, e.g. `shop/checkout`. Absent: name of the service.'),
  labels: z
    .record(
      labelName.refine(
        (name) => name !== 'job',
        mistake('the label has a field of its own', "write it as job: 'kubernetes-pods'"),
      ),
      labelValue,
    )
    .default({})
    .meta({ type: 'labels' })
    .describe(
      'Labels of its targets that select them besides `namespace` and `job`, where others have the same, or in place of `namespace`, e.g. `{ app: "payments" }`. Recorded series keep them.',
    ),
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
  labels: ({ labels }) => labels,
  object: () => undefined,
};
