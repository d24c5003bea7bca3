import { mapOf } from '../../../kubernetes/object';
import type { ScrapePath } from '../../../operator/scrape-path';
import { linkedService } from '../../contract-of-link';
import { about, targetsOf } from '../shared/endpoint';
import type { TargetLabels } from '../../target-labels';
import { defineCheck, type Contracts, type Found } from '../../check';

// Certain: a path with a query, and another path than a service of our catalog has. A route prefix of a container is a
// warning, as some programs serve metrics beside it. The annotation prometheus.io/path is
// a hint, so a warning, or info for `/`, where many servers serve metrics too. Prometheus adds a missing first slash.
export const check = defineCheck({
  id: 'endpoint-path',
  severity: 'error',
  question: 'Does every endpoint have the path of the metrics?',
  symptom: 'The target is down with "server returned HTTP status 404 Not Found".',
  why: 'Prometheus escapes the path: `?`, `#` and a host in it become part of the path, which the server does not find.',
  remedy: 'Write only the path, and parameters under `params`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint',
  needs: ['paths', 'contracts', 'targetLabels'],
  find: ({ paths, contracts, targetLabels }) =>
    paths.map(
      (path) =>
        malformedPath(path) ??
        otherThanOwn(path, contracts) ??
        outsidePrefix(path) ??
        otherThanAnnotated(path, targetLabels),
    ),
});

function malformedPath(path: ScrapePath): Found {
  const found = path.endpoint.path;
  const isUrl = /^https?:\/\//.test(found);
  if (!isUrl && !/[?#]/.test(found)) return undefined;
  const [, before = '', query = ''] =
    /^([^?#]*)(?:[?#](.*))?$/.exec(found.replace(/^https?:\/\/[^/?#]*/, '')) ?? [];
  const params = { ...mapOf(path.endpoint.fields['params']), ...paramsOf(query) };
  return {
    ...about(path, 'path'),
    message: isUrl
      ? 'the value is a URL, but the field takes only its path'
      : 'the query is escaped and becomes part of the path',
    found,
    expected: isUrl ? 'a path such as /metrics' : 'only the path, with the query in params',
    fix: [
      `path: ${before || '/metrics'}`,
      ...(query === '' ? [] : [`params: ${JSON.stringify(params)}`]),
    ].join('\n'),
  };
}

function paramsOf(query: string): Readonly<Record<string, readonly string[]>> {
  const params = new URLSearchParams(query);
  return Object.fromEntries([...new Set(params.keys())].map((key) => [key, params.getAll(key)]));
}

function otherThanOwn(path: ScrapePath, contracts: Contracts): Found {
  const others = path.links.flatMap((link) => {
    const { title = '', scrape } = linkedService(path, link, contracts) ?? {};
    return scrape === undefined || normal(scrape.path) === normal(path.endpoint.path)
      ? []
      : [{ title, scrape }];
  });
  if (others.length === 0) return undefined;
  return others.map(({ title, scrape }) => ({
    ...about(path, 'path'),
    message: `the metrics of ${title} are at another path`,
    found: path.endpoint.path,
    expected: scrape.path,
    fix: `path: ${scrape.path}`,
  }));
}

/** Of Prometheus, Alertmanager, the Pushgateway and the Blackbox exporter, which serve everything below it. */
const PREFIX = /--web\.route-prefix[= ](\/?[\w-][\w./-]*?)\/?(?=\s|$)/;

function outsidePrefix(path: ScrapePath): Found {
  const isRelabeled = path.endpoint.relabelings.some(({ targetLabel }) => targetLabel === '__metrics_path__');
  const [first] = targetsOf(path).flatMap(([, { pod, port }]) => {
    const owner =
      pod.containers.find(({ ports }) => ports.some(({ number }) => number === port)) ??
      (pod.containers.length === 1 ? pod.containers[0] : undefined);
    const [argument, prefix] = PREFIX.exec((owner?.args ?? []).join(' ')) ?? [];
    return owner === undefined || argument === undefined || prefix === undefined
      ? []
      : [{ container: owner.name, argument, prefix: normal(prefix) }];
  });
  if (first === undefined || isRelabeled || normal(path.endpoint.path).startsWith(`${first.prefix}/`))
    return undefined;
  return {
    ...about(path, 'path'),
    severity: 'warning',
    message: `container ${first.container} has ${first.argument}, below which it serves the metrics, too`,
    found: path.endpoint.path,
    expected: `a path below ${first.prefix}`,
    fix: `path: ${first.prefix}${normal(path.endpoint.path)}`,
  };
}

const ANNOTATION = 'prometheus.io/path';

function otherThanAnnotated(path: ScrapePath, targetLabels: TargetLabels): Found {
  // Two endpoints on one pod can have two paths.
  if (path.monitor.endpoints.length > 1 || isDropped(path, targetLabels)) return undefined;
  const annotated = path.links
    .flatMap(({ service, pods }) => [...(service === undefined ? [] : [service]), ...pods])
    .map(({ annotations }) => annotations[ANNOTATION])
    .find((value) => value !== undefined);
  // Other tools than the operator allow a query in the annotation.
  if (annotated === undefined || normal(annotated.split('?', 1)[0]!) === normal(path.endpoint.path))
    return undefined;
  return {
    ...about(path, 'path'),
    severity: normal(path.endpoint.path) === '/' ? 'info' : 'warning',
    message: `the annotation ${ANNOTATION} names another path, and the operator does not read annotations`,
    found: path.endpoint.path,
    expected: annotated,
    fix: `path: ${annotated.split('?', 1)[0]}`,
  };
}

/** Whether relabeling drops all targets that were read: those that it keeps may be injected, such as sidecars of a mesh. */
function isDropped(path: ScrapePath, targetLabels: TargetLabels): boolean {
  const outcomes = targetsOf(path).map(([link, target]) => targetLabels.of(path, link, target));
  return (
    outcomes.length > 0 && outcomes.every(({ labels, error }) => labels === undefined && error === undefined)
  );
}

const normal = (path: string): string => (path.startsWith('/') ? path : `/${path}`);
