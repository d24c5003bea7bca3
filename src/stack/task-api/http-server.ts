import { ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import { handleConnectionError, rememberRequest } from './connection-errors';
import { handleError } from './errors';
import type { Lifecycle } from './lifecycle';
import { OPERATIONAL_PATHS, type Observer } from './observe';
import { boundConnections } from './bound-connections';
import { Problem, sendProblem } from './problem';
import { headProblem } from './request-head';
import { REQUEST_ID_HEADER, requestId } from './request-id';
import { allowedMethods, pathOf, type Route } from './responses';

/** Bytes of a body; the longest task is far below. */
const BODY_LIMIT = 16 * 1024;

/** Milliseconds an idle connection is kept: longer than load balancers do (60 s), which else would use a closed one. */
const KEEP_ALIVE = 65_000;

export interface ServerProps {
  readonly logger: FastifyBaseLogger;
  /** In which a request has to arrive, and again in which it has to be answered. */
  readonly timeoutSeconds: number;
  /** While it is draining, every answer asks the client to open its next connection elsewhere. */
  readonly lifecycle: Readonly<Lifecycle>;
}

/** What a server does with requests that lead to none of its routes. */
export interface Elsewhere {
  /** Called for each of them; requests with an unreadable path pass no hook. @default none */
  readonly observe?: Observer;
  /**
   * Distinguishes a known path with an unsupported method from an unknown path.
   * @default no path is there
   */
  readonly routeOf?: (path: string) => Route | undefined;
}

/** A server that bounds what clients can do to it, and answers every error in the same form. */
export function httpServer(
  { logger, timeoutSeconds, lifecycle }: ServerProps,
  { observe = () => undefined, routeOf = () => undefined }: Elsewhere = {},
): FastifyInstance {
  const timeout = timeoutSeconds * 1000;
  const app = fastify({
    loggerInstance: logger,
    // Requests are logged once, when they are over: see observe.ts.
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    genReqId: requestId,
    bodyLimit: BODY_LIMIT,
    requestTimeout: timeout,
    // Counted from the start, so that it includes the time in which the body arrives.
    handlerTimeout: 2 * timeout,
    // A connection on which nothing moves, e.g. because the client does not read.
    connectionTimeout: 3 * timeout,
    keepAliveTimeout: KEEP_ALIVE,
    // While it closes, what is on the connections is served to the end.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: timeout,
      connectionsCheckingInterval: Math.min(1000, timeout / 4),
      // Refused by us: see request-head.ts.
      requireHostHeader: false,
    },
    clientErrorHandler: (error, socket) => handleConnectionError(logger, error, socket),
    frameworkErrors: (error, request, reply) => {
      observe(request, reply);
      void reply.header(REQUEST_ID_HEADER, request.id);
      handleError(error, request, reply);
    },
  });
  boundConnections(app.server, (bytes) =>
    logger.warn({ bytes }, 'a connection was closed because its client reads no responses'),
  );
  hearUnusualRequests(app.server);
  // Only JSON is read; everything else is 415. With DELETE nothing is, whatever its headers announce.
  app.removeContentTypeParser('text/plain');
  app.addHttpMethod('DELETE', { hasBody: false, overrideExisting: true });
  app.addHook('onRequest', (request, reply, done) => {
    rememberRequest(request);
    if (request.is404) observe(request, reply);
    void reply.header(REQUEST_ID_HEADER, request.id);
    if (lifecycle.draining) void reply.header('connection', 'close');
    done();
  });
  // After every hook that counts, and before a body is read for nothing.
  app.addHook('preParsing', (request, reply, _body, done) => {
    const problem = headProblem(request);
    if (problem !== undefined) {
      // Whether a body follows is not sure.
      void reply.header('connection', 'close');
      return sendProblem(reply, problem);
    }
    if (!request.is404) return done();
    const path = pathOf(request.url);
    const route = routeOf(path);
    const allow =
      route !== undefined
        ? allowedMethods(route)
        : OPERATIONAL_PATHS.has(path) && app.hasRoute({ method: 'GET', url: path })
          ? 'HEAD, GET'
          : undefined;
    if (allow !== undefined) void reply.header('allow', allow);
    return sendProblem(reply, elsewhereProblem(request, allow));
  });
  app.setErrorHandler(handleError);
  return app;
}

function elsewhereProblem({ method }: FastifyRequest, allow: string | undefined): Problem {
  return allow === undefined
    ? new Problem(404, 'There is nothing at this path.')
    : new Problem(405, `This path does not take ${method}; use one of ${allow}.`);
}

/** Treats like all others the requests that Node would answer with a bare status, or not at all. */
function hearUnusualRequests(server: Server): void {
  // An expectation other than 100-continue.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    const response = new ServerResponse(request);
    // The connection is the caller's from here on: Node neither listens to its errors nor ends it.
    socket.on('error', () => socket.destroy());
    response.assignSocket(socket);
    response.shouldKeepAlive = false;
    response.on('finish', () => socket.destroySoon());
    server.emit('request', request, response);
  });
}
