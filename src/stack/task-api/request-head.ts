import type { FastifyRequest } from 'fastify';
import { Problem } from './problem';

const NO_HOST = new Problem(400, 'The request has no Host header; send one.');
const TWO_HOSTS = new Problem(400, 'The request has more than one Host header; send one.');
const UNKNOWN_EXPECTATION = new Problem(
  417,
  'The header Expect asks for what we do not do; send 100-continue or leave it out.',
);

/**
 * What HTTP/1.1 has servers refuse whatever the path. Node would do it too, before anybody counts, logs or explains
 * it: see `hearUnusualRequests`.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
 */
export function headProblem({
  raw: { headers, headersDistinct, httpVersion },
}: FastifyRequest): Problem | undefined {
  if (httpVersion === '1.1' && headers.host === undefined) return NO_HOST;
  // Node keeps the first, a proxy may have gone by another.
  if ((headersDistinct['host']?.length ?? 0) > 1) return TWO_HOSTS;
  const { expect } = headers;
  return expect === undefined || /^100-continue$/i.test(expect) ? undefined : UNKNOWN_EXPECTATION;
}
