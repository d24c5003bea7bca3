import type { Manifests } from '../../../kubernetes/manifests';
import { nameOf } from '../../../kubernetes/object';
import { hostAndPort, probeOf, serviceOfHost, type Probe } from '../../../kubernetes/probe';
import type { Service } from '../../../kubernetes/service';
import { oneOf } from '../../expressions/report';
import { isOneLetterOff } from '../../expressions/nearest';
import { defineCheck, type Found } from '../../check';

// Certain: a URL that the operator rejects, and a port that the Service does not have. A Service that was not read is
// reported only if one of that name was read in another namespace, or one whose name differs by one letter.
export const check = defineCheck({
  id: 'probe-prober',
  severity: 'error',
  question: 'Does `prober.url` of every Probe name a port of a Service?',
  symptom:
    'The Probe has no target, or all of its targets are down with "no such host" or "connection refused".',
  why: 'Prometheus scrapes the exporter at `prober.url`, not the target of the Probe. The URL is host and port, without a scheme, and resolves in the namespace of Prometheus.',
  remedy: 'Write `<service>.<namespace>.svc:<port of the Service>`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ProberSpec',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const probes = manifests.operator('Probe').map(probeOf);
    const services = probes.length === 0 ? [] : manifests.services.all;
    const known: Known = {
      byPlace: new Map(services.map((service) => [`${service.namespace}/${service.name}`, service])),
      byName: new Map(services.map((service) => [service.name, service])),
      near: nearIn(manifests),
    };
    return probes.flatMap((probe) => proberOf(probe, prometheus.namespace, known));
  },
});

const FIELD = 'spec.prober.url';
const EXAMPLE = 'url: blackbox-exporter.monitoring.svc:9115';

interface Known {
  readonly byPlace: ReadonlyMap<string, Service>;
  readonly byName: ReadonlyMap<string, Service>;
  /** A Service of the same namespace whose name differs by one letter. */
  readonly near: (reference: { readonly namespace: string; readonly name: string }) => Service | undefined;
}

const nearIn =
  ({ services }: Manifests): Known['near'] =>
  ({ namespace, name }) =>
    services.in(namespace).find((service) => isOneLetterOff(name, service.name));

function proberOf(probe: Probe, own: string, { byPlace, byName, near }: Known): Found {
  const { proberUrl } = probe;
  const about = { object: probe, path: FIELD, found: proberUrl };
  if (proberUrl === undefined)
    return {
      ...about,
      message: 'the Probe has no prober, so the operator rejects it',
      expected: 'host and port of an exporter',
      fix: EXAMPLE,
    };
  const bare = proberUrl.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '');
  if (bare !== proberUrl)
    return {
      ...about,
      message: 'the field takes a host and a port only, so the operator rejects the Probe',
      expected: 'host and port; the path goes into prober.path, https into prober.scheme',
      fix: `url: ${bare}`,
    };
  const { host, port = 80 } = hostAndPort(proberUrl);
  const reference = serviceOfHost(host, own);
  if (reference === undefined) return undefined;
  const service = byPlace.get(`${reference.namespace}/${reference.name}`);
  if (service === undefined) {
    const elsewhere = byName.get(reference.name);
    if (elsewhere === undefined) {
      const meant = near(reference);
      if (meant === undefined) return undefined;
      return {
        ...about,
        severity: 'warning',
        message: `no Service of that name was read, but ${nameOf(meant)} was`,
        expected: `${meant.name}.${meant.namespace}.svc`,
        fix: `url: ${meant.name}.${meant.namespace}.svc:${port}`,
      };
    }
    return {
      ...about,
      severity: 'warning',
      message: `the name resolves to namespace ${reference.namespace}, but the Service was read in namespace ${elsewhere.namespace}`,
      expected: `${elsewhere.name}.${elsewhere.namespace}.svc`,
      fix: `url: ${elsewhere.name}.${elsewhere.namespace}.svc:${port}`,
    };
  }
  // A headless Service and an ExternalName accept any port.
  if (service.headless || service.externalName || service.ports.some((each) => each.port === port))
    return undefined;
  const [first] = service.ports;
  return {
    ...about,
    message: `${nameOf(service)} has no such port`,
    expected: oneOf(
      service.ports.map((each) => each.port),
      'a port of the Service',
    ),
    fix: `url: ${host}:${first?.port ?? port}`,
  };
}
