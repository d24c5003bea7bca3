import * as z from 'zod';
import { mistake } from '../../index';

const title = z
  .string()
  .trim()
  .min(1, mistake('empty', 'give at least one character'))
  .max(200, mistake('longer than 200 characters', 'shorten it'))
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  .regex(/^[^\u0000-\u001f\u007f]*$/, mistake('control characters are not allowed', 'remove them'));

/** What a client sends to create a task. */
export const newTask = z.strictObject({ title, done: z.boolean().default(false) });

/** What a client sends to change a task: at least one field. */
export const taskChange = z
  .strictObject({ title: title.optional(), done: z.boolean().optional() })
  .refine(
    (change) => Object.keys(change).length > 0,
    mistake('no field to change', 'give title, done or both'),
  );

/** Tasks on one page, unless the client says otherwise. */
const PAGE = 50;

/** Which tasks a client wants to see. A page is bounded, so that no answer grows with the database. */
export const taskQuery = z.strictObject({
  /** Tasks on the page, at most. */
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, mistake('not a whole number from 1 to 100', 'use one'))
    .transform(Number)
    .default(PAGE),
  /** Only tasks after the one with this id: `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{1,15}$/, mistake('not an id', 'use "next" of the page before'))
    .transform(Number)
    .default(0),
});

export type NewTask = z.output<typeof newTask>;
export type TaskChange = z.output<typeof taskChange>;
export type TaskQuery = z.output<typeof taskQuery>;

export const task = z.object({
  // Postgres' bigint arrives as text or as a number, depending on the driver.
  id: z.coerce.number(),
  title: z.string(),
  done: z.boolean(),
  /** ISO 8601, in UTC. */
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type Task = z.output<typeof task>;

export interface TaskPage {
  /** Ascending by id. */
  readonly tasks: readonly Task[];
  /** Give it as `after` to see the next page; null on the last one. */
  readonly next: number | null;
}

/** The id in a path; undefined when no task can have it. */
export function taskId(text: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
