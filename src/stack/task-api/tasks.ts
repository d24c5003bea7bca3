import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { InvalidInput, parseInput } from '../../index';
import { Problem } from './problem';
import { ROUTES, type RESPONSES } from './responses';
import type { TaskStore } from './storage/tasks';
import { newTask, taskChange, taskId, taskQuery } from './task';

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
/** A handler for every method of every route of the table: one without the other does not compile. */
type Handlers = {
  readonly [R in keyof typeof RESPONSES]: { readonly [M in keyof (typeof RESPONSES)[R]]: Handler };
};

/** What users come for. */
export function serveTasks(app: FastifyInstance, store: TaskStore): void {
  const handlers: Handlers = {
    '/tasks': {
      GET: (request) => store.list(parse(taskQuery, 'query', request.query)),
      POST: async (request, reply) => {
        const created = await store.create(parse(newTask, 'task', request.body));
        return reply.code(201).header('location', `/tasks/${created.id}`).send(created);
      },
    },
    '/tasks/:id': {
      GET: (request) => found(request, (id) => store.get(id)),
      PATCH: (request) => {
        const change = parse(taskChange, 'task', request.body);
        return found(request, (id) => store.change(id, change));
      },
      DELETE: async (request, reply) => {
        await found(request, (id) => store.remove(id));
        return reply.code(204).send();
      },
    },
  };
  for (const url of ROUTES)
    for (const [method, handler] of Object.entries<Handler>(handlers[url]))
      app.route({ method, url, handler });
}

/** @throws Problem 400 with every wrong field */
function parse<S extends z.ZodType>(schema: S, what: string, input: unknown): z.output<S> {
  try {
    return parseInput(schema, what, input);
  } catch (error) {
    throw error instanceof InvalidInput ? Problem.ofInput(what, error) : error;
  }
}

/** @throws Problem 404 when no task has the id of the path */
async function found<T>(request: FastifyRequest, look: (id: number) => Promise<T | undefined>): Promise<T> {
  const { id: text } = request.params as { readonly id: string };
  const id = taskId(text);
  const result = id === undefined ? undefined : await look(id);
  if (result === undefined) throw new Problem(404, 'There is no task with this id.');
  return result;
}
