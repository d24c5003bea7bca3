import * as z from 'zod';
import { mistake } from '../findings/mistake';
import { objectName } from './fields';

const pointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])*)*$/, mistake('not a JSON pointer', 'write it like /spec/replicas'))
  .meta({ type: 'JSON pointer' });

const operation = z
  .strictObject({
    op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']).describe('What is done (RFC 6902).'),
    path: pointer.describe('Where, e.g. `/spec/template/spec/priorityClassName`. `/-` appends to a list.'),
    value: z
      .custom<unknown>(() => true)
      .optional()
      .meta({ type: 'JSON value' })
      .describe('The value of `add`, `replace` and `test`.'),
    from: pointer.optional().describe('Where `move` and `copy` take the value from.'),
  })
  .refine(({ op, value }) => !['add', 'replace', 'test'].includes(op) || value !== undefined, {
    path: ['value'],
    message: mistake('this operation needs a value', 'give the value'),
  })
  .refine(({ op, from }) => !['move', 'copy'].includes(op) || from !== undefined, {
    path: ['from'],
    message: mistake('this operation needs a source', 'give from, e.g. /metadata/labels'),
  });

/** Changes of a written object that no other field makes. */
export const patchSchema = z.strictObject({
  target: z
    .strictObject({
      kind: z
        .string()
        .regex(/^[A-Z][A-Za-z0-9]*$/, mistake('not a kind', 'write it like Deployment'))
        .meta({ type: 'kind' })
        .describe('Kind of the object.'),
      name: objectName.optional().describe('Name of the object. Absent: all objects of the kind.'),
    })
    .describe('Which of the written objects. At least one must match.'),
  operations: z
    .array(operation)
    .min(1, mistake('empty', "give at least one operation, e.g. { op: 'remove', path: '/spec/paused' }"))
    .describe('Operations of a JSON patch, applied in this order.'),
});

export type Patch = z.output<typeof patchSchema>;
export type PatchOperation = Patch['operations'][number];
