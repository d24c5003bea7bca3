import type { Endpoint } from '../../../kubernetes/monitor';
import { listOf, mapOf, textsOf, type Labels } from '../../../kubernetes/object';
import type { Relabeling } from '../../../kubernetes/relabeling';

/** A request and which series are kept of the response, for comparison. Prometheus adds a missing slash to the path. */
export function pageOf(request: Labels, params: unknown, metricRelabelings: readonly Relabeling[]): string {
  const { __metrics_path__: path = '', ...rest } = request;
  // The first value of each parameter is a label, and so part of the request.
  const values = Object.entries(mapOf(params)).map(([name, given]) => [
    name,
    textsOf(listOf(given)).slice(1),
  ]);
  const kept = metricRelabelings.filter(({ action = '' }) => /^(keep|drop)/i.test(action));
  return JSON.stringify([rest, path.startsWith('/') ? path : `/${path}`, values, kept]);
}

export const pageOfEndpoint = ({ fields, metricRelabelings }: Endpoint, request: Labels): string =>
  pageOf(request, fields['params'], metricRelabelings);
