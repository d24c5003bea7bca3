import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { StorageUnavailable } from './storage/database';
import { Problem, sendProblem } from './problem';

/** What the web framework refuses by itself, in our words. Its other refusals keep their own. */
const FRAMEWORK_PROBLEMS: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Problem(
    415,
    'The body has no media type we read; send application/json.',
  ),
  FST_ERR_CTP_EMPTY_JSON_BODY: new Problem(400, 'The body is empty; send a JSON object.'),
  FST_ERR_CTP_INVALID_JSON_BODY: new Problem(400, 'The body is not JSON; send a JSON object.'),
  FST_ERR_CTP_BODY_TOO_LARGE: new Problem(413, 'The body is too large; send less.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new Problem(400, 'The body is not as long as Content-Length says.'),
  FST_ERR_BAD_URL: new Problem(400, 'The path is not well encoded; percent-encode it.'),
  FST_ERR_MAX_PARAM_LENGTH: new Problem(404, 'There is no task with this id.'),
  FST_ERR_HANDLER_TIMEOUT: new Problem(503, 'The request took too long and was given up; try again later.'),
};

const STORAGE_PROBLEM = new Problem(503, 'The tasks cannot be reached right now; try again later.');
const UNKNOWN_PROBLEM = new Problem(500, 'Something went wrong here; the log has it under the request id.');

/** Turns everything that is thrown into an answer. Only what is our own fault is logged as an error. */
export function handleError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  if (problem.status >= 500) request.log.error({ err: error }, problem.message);
  if (problem.status === 503) void reply.header('retry-after', '1');
  return sendProblem(reply, problem);
}

function problemOf(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StorageUnavailable) return STORAGE_PROBLEM;
  const known = FRAMEWORK_PROBLEMS[error.code];
  if (known !== undefined) return known;
  const { statusCode = 500 } = error;
  return statusCode < 500 ? new Problem(statusCode, `${error.message}.`) : UNKNOWN_PROBLEM;
}
