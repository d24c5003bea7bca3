import { z } from 'zod';
import { httpPath } from '../../fields';
import { connectionFields } from './connection';
import { relabelingFields } from './relabeling';
import { timingFields } from './timing';

/** How the page of a target is read, however the target is found. */
export const pageFields = {
  path: httpPath.default('/metrics').describe('Path of the metrics page.'),
  scheme: z.enum(['http', 'https']).default('http').describe('Protocol.'),
  ...connectionFields,
  ...timingFields,
  honorLabels: z
    .boolean()
    .optional()
    .describe('Keep labels of the page that a target label collides with, as for a gateway.'),
  ...relabelingFields,
};
