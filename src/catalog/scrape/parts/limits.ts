import * as z from 'zod';
import { countFrom1 } from '../../fields';
import type { ScrapeContext } from '../kind';

/** A scrape that exceeds one of them fails as a whole. */
export const limits = z
  .strictObject({
    samples: countFrom1
      .optional()
      .describe('Samples of a target. Absent: twice the `seriesBudget`, if there is one.'),
    targets: countFrom1.optional().describe('Targets; above it all of them are dropped.'),
    labels: countFrom1.optional().describe('Labels of a sample.'),
    labelNameLength: countFrom1.optional().describe('Characters of the name of a label.'),
    labelValueLength: countFrom1.optional().describe('Characters of the value of a label.'),
  })
  .default({})
  .describe('Limits above which Prometheus rejects the whole scrape of a target.');

/** The limits in the words of the operator. */
export function limitsOf(
  given: z.output<typeof limits>,
  { sampleLimit }: ScrapeContext,
): Readonly<Record<string, number>> {
  const { samples = sampleLimit, targets, labels, labelNameLength, labelValueLength } = given;
  const fields = {
    sampleLimit: samples,
    targetLimit: targets,
    labelLimit: labels,
    labelNameLengthLimit: labelNameLength,
    labelValueLengthLimit: labelValueLength,
  };
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
