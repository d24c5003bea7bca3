import {
  listOf,
  mapOf,
  textOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../../../kubernetes/object';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { hostAndPort } from '../../../kubernetes/probe';
import { setsAddress } from '../../../kubernetes/relabeling';
import type { Manifests } from '../../../kubernetes/manifests';
import { defineCheck, type Found } from '../../check';
import { knownServices, wrongAddress, type KnownServices } from '../shared/service-address';
import { urlsIn, type PlacedUrl } from './lib/urls';

// Certain for a port that the Service does not have; see wrongAddress.
export const check = defineCheck({
  id: 'static-address',
  severity: 'error',
  question: 'Does every address that Prometheus and Alertmanager are given name a port of a Service?',
  symptom:
    'The target is down with "no such host" or "connection refused"; or alerts do not reach Alertmanager, or a webhook, although its address is given.',
  why: 'An address such as `alertmanager.monitoring.svc:9093` is that of a Service: its name, its namespace, and a port of its list. Prometheus and Alertmanager take any address, and try it again and again.',
  remedy: 'Write `<service>.<namespace>.svc:<port of the Service>`.',
  see: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const known = knownServices(manifests);
    return [
      manifests
        .operator('ScrapeConfig')
        .map((object) => ofScrapeConfig(object, prometheus.namespace, manifests, known)),
      manifests
        .operator('Prometheus')
        .filter(({ plain }) => plain === true)
        .map((object) => ofFile(object, manifests, known)),
      urlsIn(manifests, prometheus).map((url) => ofUrl(url, manifests, known)),
    ];
  },
});

/** A list of addresses, and what says how they are used. */
interface Group {
  readonly path: string;
  readonly targets: readonly string[];
  readonly scheme: unknown;
}

function ofScrapeConfig(
  object: KubernetesObject,
  own: string,
  manifests: Manifests,
  known: KnownServices,
): Found {
  const spec = mapOf(object.fields['spec']);
  if (setsAddress(spec['relabelings'])) return undefined;
  return groupsIn(spec, 'staticConfigs', 'spec.').map((group) =>
    inGroup(object, group, own, manifests, known),
  );
}

function ofFile(object: KubernetesObject, manifests: Manifests, known: KnownServices): Found {
  const file = mapOf(object.fields['file']);
  // Of a ConfigMap, which Prometheus mounts in its own namespace.
  const own = textOf(object.fields['mountedIn']);
  const jobs = listOf(file['scrape_configs']).flatMap((item, index) =>
    setsAddress(mapOf(item)['relabel_configs'])
      ? []
      : groupsIn(mapOf(item), 'static_configs', `scrape_configs[${index}].`),
  );
  const alertmanagers = listOf(mapOf(file['alerting'])['alertmanagers']).flatMap((item, index) =>
    groupsIn(mapOf(item), 'static_configs', `alerting.alertmanagers[${index}].`),
  );
  return [...jobs, ...alertmanagers].map((group) => inGroup(object, group, own, manifests, known));
}

const groupsIn = (fields: Fields, key: string, above: string): readonly Group[] =>
  listOf(fields[key]).map((item, index) => ({
    path: `${above}${key}[${index}]`,
    targets: textsOf(mapOf(item)['targets']),
    scheme: fields['scheme'],
  }));

function inGroup(
  object: KubernetesObject,
  { path, targets, scheme }: Group,
  own: string | undefined,
  manifests: Manifests,
  known: KnownServices,
): Found {
  const usual = textOf(scheme)?.toLowerCase() === 'https' ? 443 : 80;
  return targets.map((target, index): Found => {
    if (isPlaceholder(target) || !isInCluster(target, own, manifests)) return undefined;
    const wrong = wrongAddress(target, own ?? '', known, usual);
    if (wrong === undefined) return undefined;
    const { meant, ...problem } = wrong;
    return {
      object,
      ...problem,
      path: `${path}.targets[${index}]`,
      found: target,
      fix: `targets: ${JSON.stringify(targets.with(index, meant))}`,
    };
  });
}

function ofUrl({ about, path, url, own }: PlacedUrl, manifests: Manifests, known: KnownServices): Found {
  const [, scheme = '', address, rest = ''] = /^(https?:\/\/)([^/?#@]+)([/?#].*)?$/i.exec(url) ?? [];
  if (address === undefined || isPlaceholder(url) || !isInCluster(address, own, manifests)) return undefined;
  const usual = scheme.toLowerCase() === 'https://' ? 443 : 80;
  const wrong = wrongAddress(address, own ?? '', known, usual);
  if (wrong === undefined) return undefined;
  const { meant, ...problem } = wrong;
  return { ...about, ...problem, path, found: url, fix: `url: ${scheme}${meant}${rest}` };
}

/** A name without a namespace is one outside of a cluster, too, and so is one with a single dot, such as `example.com`. */
function isInCluster(target: string, own: string | undefined, { services }: Manifests): boolean {
  const [, namespace, svc] = hostAndPort(target).host.split('.');
  if (namespace === undefined) return own !== undefined;
  return svc === 'svc' || (svc === undefined && services.in(namespace).length > 0);
}
