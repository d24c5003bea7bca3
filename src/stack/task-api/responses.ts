import { valueCount, type ValueOf } from '../../index';
import { taskApiMetrics } from './metrics';

const { method, endpoint, status } = taskApiMetrics.requests.labels;

/** What a request is counted as. */
export type Method = ValueOf<typeof method>;
export type Endpoint = ValueOf<typeof endpoint>;

/** A path that the Task API serves, as its metrics and its router both write it. */
export type Route = Exclude<Endpoint, 'unmatched'>;
/** A method that some route serves. HEAD is served with GET and counted as `other`. */
export type ServedMethod = Exclude<Method, 'other'>;

/** Not a status of HTTP: the client went away before it had its answer. The number is the one that nginx logs. */
export const CLIENT_CLOSED_REQUEST = 499;

/** What our own shutdown cut off: the same status as what it would have been answered, had there been time. */
export const CUT_OFF = 503;

/** A request whose body did not arrive in time; the connection ends with it. */
const REQUEST_TIMEOUT = 408;

/** Whatever is asked. 400 is a path that is not encoded well, among others. */
const ANY = [400, CLIENT_CLOSED_REQUEST, 500, 503] as const;
const WITH_BODY = [...ANY, REQUEST_TIMEOUT, 413, 415] as const;

/**
 * What each route answers. Every combination is on the /metrics page from the start, at 0: a counter's first value is
 * no increase, so the first error of a series that appears with it would not be seen.
 */
export const RESPONSES = {
  '/tasks': { GET: [200, ...ANY], POST: [201, ...WITH_BODY] },
  '/tasks/:id': {
    GET: [200, 404, ...ANY],
    PATCH: [200, 404, ...WITH_BODY],
    DELETE: [204, 404, ...ANY],
  },
} as const satisfies Record<Route, Partial<Record<ServedMethod, readonly number[]>>>;

/** What is answered to HEAD, to what a route does not serve, and at paths that there are not. */
const HEAD_OR_UNKNOWN = [200, 404, 405, ...ANY] as const;
const NOT_SERVED = [400, 405] as const;
const NOT_THERE = [400, 404] as const;

/** Every combination of labels that is counted in normal use. */
export function expectedRequests(): readonly {
  readonly method: Method;
  readonly endpoint: Endpoint;
  readonly status: string;
}[] {
  const statuses = (endpoint: Endpoint, method: Method): readonly number[] => {
    if (endpoint === 'unmatched') return NOT_THERE;
    const served: Partial<Record<Method, readonly number[]>> = RESPONSES[endpoint];
    return served[method] ?? (method === 'other' ? HEAD_OR_UNKNOWN : NOT_SERVED);
  };
  return endpoint.values.flatMap((each) =>
    method.values.flatMap((verb) =>
      statuses(each, verb).map((code) => ({ method: verb, endpoint: each, status: String(code) })),
    ),
  );
}

/** The contract's routes, in its order. */
export const ROUTES: readonly Route[] = endpoint.values.filter((value) => value !== 'unmatched');

const COUNTED_STATUSES: ReadonlySet<string> = new Set(expectedRequests().map(({ status }) => status));
if (COUNTED_STATUSES.size > valueCount(status))
  throw new Error(
    `The Task API answers with ${COUNTED_STATUSES.size} statuses: raise atMost in its contract.`,
  );

const METHODS: ReadonlySet<string> = new Set(method.values);

/** The label of a request's method. */
export function countedMethod(method: string): Method {
  return METHODS.has(method) ? (method as Method) : 'other';
}

/** The label of a status; one that is not expected counts as the general one of its class, so that no series is added. */
export function countedStatus(status: number): string {
  const text = String(status);
  if (COUNTED_STATUSES.has(text)) return text;
  return status >= 500 ? '500' : status >= 400 ? '400' : '200';
}

const TEMPLATES = ROUTES.map((route) => ({
  route,
  // `:id` stands for one segment that is not empty.
  matches: new RegExp(`^${route.replace(/:\w+/g, '[^/]+')}$`),
}));

/** The path of a request, without its query. */
export const pathOf = (url: string) => url.split('?', 1)[0]!;

/** The route that a path belongs to, whatever the method. */
export function routeOf(path: string): Route | undefined {
  return TEMPLATES.find(({ matches }) => matches.test(path))?.route;
}

/** What a route serves, for the header `Allow`. */
export function allowedMethods(route: Route): string {
  const served = Object.keys(RESPONSES[route]);
  return (served.includes('GET') ? ['HEAD', ...served] : served).join(', ');
}
