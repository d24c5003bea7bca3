import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import { type InvalidInput, sentence } from '../../index';

/** @see https://www.rfc-editor.org/rfc/rfc9457 */
export const PROBLEM_TYPE = 'application/problem+json';

/** An answer that says what went wrong. */
export interface ProblemDetails {
  /** `about:blank`: the status says what kind of problem it is. */
  readonly type: 'about:blank';
  /** What the status means. */
  readonly title: string;
  readonly status: number;
  /** What went wrong this time, and what to do. */
  readonly detail: string;
  /** One sentence a wrong field. */
  readonly errors?: readonly string[];
  /** Finds the log line. */
  readonly requestId?: string;
}

export function problemDetails(
  status: number,
  detail: string,
  more: Pick<ProblemDetails, 'errors' | 'requestId'> = {},
): ProblemDetails {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Unknown', status, detail, ...more };
}

/** Thrown where a request cannot be answered; becomes the answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly errors?: readonly string[],
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** What a client wrote does not fit its schema. */
  static ofInput(what: string, { problems }: InvalidInput): Problem {
    return new Problem(400, `The ${what} is not valid; correct what "errors" lists.`, problems.map(sentence));
  }
}

export function sendProblem(reply: FastifyReply, { status, message, errors }: Problem): FastifyReply {
  const more = { requestId: reply.request.id, ...(errors === undefined ? {} : { errors }) };
  // Serialized here: the router's own serializers know no media type of this name.
  return reply
    .code(status)
    .header('content-type', PROBLEM_TYPE)
    .send(JSON.stringify(problemDetails(status, message, more)));
}
