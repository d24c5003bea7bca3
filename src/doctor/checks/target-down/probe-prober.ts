import { OPERATOR_GROUP, type Manifests } from '../../../kubernetes/manifests';
import { nameOf } from '../../../kubernetes/object';
import { hostAndPort, probeOf, serviceOfHost, type Probe } from '../../../kubernetes/probe';
import type { Service } from '../../../kubernetes/service';
import { oneOf } from '../shared/endpoint';
import { isOneLetterOff } from '../../expressions/nearest';
import { defineCheck, type Reported } from '../../check';

// Certain: an address that the operator refuses, and a port that the Service of this name does not have. A Service that
// was not read may be elsewhere, so it is reported only if one of its name was read in another namespace, or one whose
// name differs in a letter in the same.
export const check = defineCheck({
  id: 'probe-prober',
  severity: 'error',
  question: 'Does `prober.url` of every Probe lead to a port of a Service?',
  symptom:
    'The probe has no target, or all of its targets are down with "no such host" or "connection refused".',
  why: 'Prometheus does not ask the target of a Probe but the exporter named in `prober.url`: host and port, without a scheme, as Prometheus resolves it in its own namespace.',
  remedy: 'Write `<service>.<namespace>.svc:<port of the Service>`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ProberSpec',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const probes = manifests
      .kind('Probe')
      .filter(({ apiVersion }) => apiVersion.startsWith(`${OPERATOR_GROUP}/`))
      .map(probeOf);
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
  /** One in the same namespace of which a letter of the name differs. */
  readonly near: (reference: { readonly namespace: string; readonly name: string }) => Service | undefined;
}

/** Many Probes name one prober, so it is looked for once. */
function nearIn({ services }: Manifests): Known['near'] {
  const known = new Map<string, Service | undefined>();
  return ({ namespace, name }) => {
    const key = `${namespace}/${name}`;
    if (!known.has(key))
      known.set(
        key,
        services.in(namespace).find((service) => isOneLetterOff(name, service.name)),
      );
    return known.get(key);
  };
}

function proberOf(probe: Probe, own: string, { byPlace, byName, near }: Known): readonly Reported[] {
  const { proberUrl } = probe;
  const about = { object: probe, resource: nameOf(probe), path: FIELD, found: proberUrl };
  if (proberUrl === undefined)
    return [
      {
        ...about,
        message: 'is not set, so the Probe is refused',
        expected: 'host and port of an exporter',
        fix: EXAMPLE,
      },
    ];
  const bare = proberUrl.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/, '');
  if (bare !== proberUrl)
    return [
      {
        ...about,
        message: 'is more than a host and a port, so the operator refuses the Probe',
        expected: 'host and port; the path goes into prober.path, https into prober.scheme',
        fix: `url: ${bare}`,
      },
    ];
  const { host, port = 80 } = hostAndPort(proberUrl);
  const reference = serviceOfHost(host, own);
  if (reference === undefined) return [];
  const service = byPlace.get(`${reference.namespace}/${reference.name}`);
  if (service === undefined) {
    const elsewhere = byName.get(reference.name);
    if (elsewhere === undefined) {
      const meant = near(reference);
      if (meant === undefined) return [];
      return [
        {
          ...about,
          severity: 'warning',
          message: `names a Service that was not read; ${nameOf(meant)} was`,
          expected: `${meant.name}.${meant.namespace}.svc`,
          fix: `url: ${meant.name}.${meant.namespace}.svc:${port}`,
        },
      ];
    }
    return [
      {
        ...about,
        severity: 'warning',
        message: `means a Service in namespace ${reference.namespace}, but it was read in namespace ${elsewhere.namespace}`,
        expected: `${elsewhere.name}.${elsewhere.namespace}.svc`,
        fix: `url: ${elsewhere.name}.${elsewhere.namespace}.svc:${port}`,
      },
    ];
  }
  // A headless Service and an ExternalName lead to whatever listens.
  if (service.headless || service.externalName || service.ports.some((each) => each.port === port)) return [];
  const [first] = service.ports;
  return [
    {
      ...about,
      message: `names a port that ${nameOf(service)} does not have`,
      expected: oneOf(
        service.ports.map((each) => each.port),
        'a port of the Service',
      ),
      fix: `url: ${host}:${first?.port ?? port}`,
    },
  ];
}
