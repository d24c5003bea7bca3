import * as z from 'zod';
import { httpPathOr } from '../../fields';
import { connectionFields } from './connection';
import { relabelingFields } from './relabeling';
import { timingFields } from './timing';

/** How the page of a target is read, however the target is found. */
export const pageFields = {
  path: httpPathOr("start it with /, and write a query as params, e.g. { format: 'prometheus' }")
    .default('/metrics')
    .describe('Path of the metrics page.'),
  params: z
    .record(z.string(), z.union([z.string(), z.array(z.string()).min(1).readonly()]))
    .meta({ type: 'texts, or lists of texts, by name' })
    .default({})
    .describe("Parameters of the request, e.g. `{ format: 'prometheus' }` for Vault."),
  scheme: z.enum(['http', 'https']).default('http').describe('Protocol.'),
  ...connectionFields,
  ...timingFields,
  honorLabels: z
    .boolean()
    .optional()
    .describe('Keep labels of the page that a target label collides with, as for a gateway.'),
  ...relabelingFields,
};

/** The parameters, as objects of the operator have them. */
export const paramsOf = (params: Readonly<Record<string, string | readonly string[]>>) =>
  Object.keys(params).length === 0
    ? {}
    : { params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, [value].flat()])) };
