import { probeOf, type Probe } from '../../../kubernetes/probe';
import { defineCheck, type Found } from '../../check';
import { knownServices, wrongAddress, type KnownServices } from '../shared/service-address';

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
    const known = knownServices(manifests);
    return probes.flatMap((probe) => proberOf(probe, prometheus.namespace, known));
  },
});

const FIELD = 'spec.prober.url';
const EXAMPLE = 'url: blackbox-exporter.monitoring.svc:9115';

function proberOf(probe: Probe, own: string, known: KnownServices): Found {
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
  const wrong = wrongAddress(proberUrl, own, known);
  if (wrong === undefined) return undefined;
  const { meant, ...problem } = wrong;
  return { ...about, ...problem, fix: `url: ${meant}` };
}
