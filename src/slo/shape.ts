import { mistake } from '../findings/mistake';
import { z } from 'zod';
import { named, parseInput } from '../findings/parse-input';

// What the types already say, for definitions that get around them: messages read `<what is wrong>; <what to do>`.

const value = z.custom(
  (each) =>
    typeof each === 'string' ||
    (typeof each === 'object' && each !== null && 'operator' in each && 'value' in each),
  "is no value to compare with; write a text, or e.g. not('unmatched') or matching('5..')",
);

/** Which series of a metric. Whether it has the labels, and they the values, is asked later. */
const matchers = z.record(
  z.string(),
  value,
  "are no labels with values; write e.g. { status: matching('5..') }",
);

const common = {
  name: z.string(mistake('not a text', 'name the objective, e.g. availability')),
  objective: z.number(mistake('not a number', 'write 99.9 for 99.9 %')),
  period: z.string(mistake('not a text', 'write it like 7d, 28d or 30d')),
  counted: matchers.optional(),
  minimumEvents: z.number(mistake('not a number', 'leave it out, or give a number of events')).optional(),
  tiers: z.record(z.string(), z.string()).optional(),
  windows: z.enum(['fitting', 'standard']).optional(),
};

const metricOf = (kind: string, article: string) =>
  z.custom(
    (value) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind,
    mistake(`not ${article}`, `name one of the contract's ${kind}s`),
  );

const SHAPES = {
  availability: z.strictObject({
    ...common,
    requests: metricOf('counter', 'a counter'),
    errors: matchers,
  }),
  latency: z.strictObject({
    ...common,
    durations: metricOf('histogram', 'a histogram'),
    threshold: z.number("is not a number; use one of the histogram's buckets"),
  }),
};

/**
 * Checks the fields of an SLO for their kind.
 * @throws InvalidInput with every field that is unknown, missing or of another kind
 */
export function checkShape(kind: keyof typeof SHAPES, props: object): void {
  parseInput(SHAPES[kind], named('SLO', props), props);
}
