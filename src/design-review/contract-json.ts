import { mistake } from '../findings/mistake';
import * as z from 'zod';
import { InvalidInput } from '../findings/invalid-input';
import { oneOf, pattern, unbounded, type LabelValues } from '../metrics/labels';
import { parseInput } from '../findings/parse-input';
import type { Plan, PlannedLabel } from './plan';

const text = z.string().min(1, mistake('empty', 'write something'));

const labelValues = z.union([
  z.array(text).min(1, mistake('empty', 'list every value, or give a pattern')),
  z.strictObject({
    pattern: text,
    atMost: z
      .number()
      .int(mistake('not a whole number', 'count the values'))
      .min(1, mistake('below 1', 'count the values')),
  }),
  z.strictObject({ unbounded: text }),
]);

/** Names and labels are judged by the review; here they only have to be texts. */
const metricSchema = z.strictObject({
  name: text,
  type: z.enum(['counter', 'gauge', 'histogram', 'summary']),
  help: z.string().optional(),
  unit: text.optional(),
  labels: z.union([z.array(text), z.record(z.string(), labelValues)]).default([]),
  buckets: z.array(z.number()).optional(),
});

/** A contract in JSON, for services that are not written in TypeScript: docs/contract.md describes it. */
const contractSchema = z.strictObject({
  metrics: z.array(metricSchema).min(1, mistake('empty', 'describe at least one metric')),
});

/**
 * Reads a contract in JSON.
 * @throws InvalidInput with every wrong field
 */
export function readContractJson(source: string, json: string): Plan {
  const { metrics } = parseInput(contractSchema, `contract ${source}`, parsed(source, json));
  return {
    source,
    prose: [],
    metrics: metrics.map(({ name, type, help, unit, labels, buckets }) => ({
      name,
      kind: type,
      help: help ?? '',
      ...(unit === undefined ? {} : { unit }),
      labels: labelsOf(labels),
      ...(buckets === undefined ? {} : { buckets }),
    })),
  };
}

function parsed(source: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new InvalidInput({
      resource: `contract ${source}`,
      path: 'text',
      message: `invalid JSON: ${error instanceof SyntaxError ? error.message : String(error)}`,
      found: json.trim().slice(0, 40),
      fix: 'fix the JSON syntax',
    });
  }
}

function labelsOf(labels: z.output<typeof metricSchema>['labels']): readonly PlannedLabel[] {
  return Array.isArray(labels)
    ? labels.map((name) => ({ name }))
    : Object.entries(labels).map(([name, values]) => ({ name, values: valuesOf(values) }));
}

function valuesOf(values: z.output<typeof labelValues>): LabelValues {
  if (Array.isArray(values)) return oneOf(...values);
  return 'pattern' in values
    ? pattern(values.pattern, { atMost: values.atMost })
    : unbounded({ because: values.unbounded });
}
