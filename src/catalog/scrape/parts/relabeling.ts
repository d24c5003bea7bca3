import * as z from 'zod';
import { countFrom1 } from '../../fields';

/** One step of relabeling, in the words of the operator. */
const relabeling = z.strictObject({
  sourceLabels: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('Labels whose values are joined and matched.'),
  separator: z.string().optional().describe('Joins the values.'),
  regex: z.string().optional().describe('RE2 expression, anchored at both ends.'),
  modulus: countFrom1.optional().describe('Modulus of `hashmod`.'),
  targetLabel: z.string().optional().describe('Label that is written.'),
  replacement: z.string().optional().describe('Value that is written, with `$1` for groups of `regex`.'),
  action: z.string().optional().describe('E.g. `replace`, `keep`, `drop`, `labeldrop`.'),
});

export const relabelingFields = {
  relabelings: z.array(relabeling).readonly().default([]).describe('Relabeling of targets.'),
  metricRelabelings: z.array(relabeling).readonly().default([]).describe('Relabeling of samples.'),
};
