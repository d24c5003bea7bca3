import * as z from 'zod';
import { InvalidInput } from '../../findings/invalid-input';
import { mistake } from '../../findings/mistake';
import { parseInput } from '../../findings/parse-input';
import { outlineOf } from '../../kubernetes/outline';
import { readDocuments } from '../../kubernetes/read';
import type { Suppression } from './suppression';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const isDate = (text: string): boolean =>
  DATE.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const SCHEMA = z.strictObject({
  suppress: z.array(
    z.strictObject({
      /** Ids of checks. */
      checks: oneOrMore,
      /** Names as in reports, e.g. `ServiceMonitor monitoring/cart`; `*` stands for any text. */
      objects: oneOrMore,
      reason: z.string().optional(),
      /** Last day on which it holds. */
      until: z
        .string()
        .refine(isDate, mistake('not a day', 'write YYYY-MM-DD, e.g. "2027-01-31"'))
        .optional(),
    }),
  ),
});

/**
 * The suppressions of a `doctor.yaml`.
 * @throws InvalidInput for another content
 * @example
 * suppress:
 *   - checks: [unknown-metric]
 *     objects: [PrometheusRule monitoring/legacy-*]
 *     reason: the exporter arrives with release 12
 *     until: "2027-01-31"
 */
export function fileSuppressions(text: string, file: string): readonly Suppression[] {
  const [content, ...more] = readDocuments(text, file).others;
  if (content === undefined || more.length > 0)
    throw new InvalidInput({
      resource: `file ${file}`,
      path: '',
      message: 'not a single YAML map of suppressions',
      found: undefined,
      fix: 'write suppress: with a list of checks, objects and reason',
    });
  const { suppress } = parseInput(SCHEMA, `file ${file}`, content);
  const [outline] = outlineOf(text);
  return suppress.flatMap(({ checks, objects, reason = '', until }, index) =>
    listOf(checks).flatMap((check) =>
      listOf(objects).map((object): Suppression => {
        const pattern = patternOf(object);
        const line = outline?.lineAt(`suppress[${index}]`);
        return {
          check,
          reason: reason.trim(),
          ...(until === undefined ? {} : { until }),
          covers: object,
          matches: ({ resource }) => pattern.test(resource),
          at: { file, ...(line === undefined ? {} : { line }) },
          kind: 'file',
        };
      }),
    ),
  );
}

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

const patternOf = (text: string): RegExp =>
  new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*')}$`,
  );
