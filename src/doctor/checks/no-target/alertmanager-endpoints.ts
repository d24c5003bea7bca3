import { groupBy } from '../../../findings/group-by';
import type { Manifests } from '../../../kubernetes/manifests';
import {
  isMap,
  listOf,
  mapOf,
  nameOf,
  textOf,
  type Fields,
  type KubernetesObject,
} from '../../../kubernetes/object';
import type { Service } from '../../../kubernetes/service';
import { sends } from '../../../operator/alertmanager/sending';
import { defineCheck, type Found, type Reported, type Subject } from '../../check';
import { nearest } from '../../expressions/nearest';
import { oneOf } from '../../expressions/report';
import { aboutValues } from '../shared/given-values';
import { statesNamespace } from '../shared/namespaces';
import { isPlaceholder } from '../../../kubernetes/placeholder';
import { plainAlerting } from './lib/plain-alerting';
import { raisesAlerts } from './lib/raises-alerts';

/**
 * An error where the Service was read and has no such port. A Service that was not read may exist, so another name is a
 * warning, and so is a Prometheus without any Alertmanager. A prometheus.yml without one is worth a note.
 */
export const check = defineCheck({
  id: 'alertmanager-endpoints',
  severity: 'error',
  question: 'Does Prometheus find an Alertmanager to send alerts to?',
  symptom:
    'Alerts fire in Prometheus, but Alertmanager does not show them; the status page of Prometheus lists no Alertmanager.',
  why: 'Prometheus discovers Alertmanagers by the name of a Service, its namespace, and the name of a port of that Service. A number in quotes is a name, which no port has. A prometheus.yml lists them under `alerting`; without, alerts are on its own page alone.',
  remedy:
    'Write the name of the Service and the name of its port, for the Service of the operator: alertmanager-operated and web. In a prometheus.yml, write the addresses under `alerting`.',
  see: 'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.AlertmanagerEndpoints',
  needs: ['manifests', 'prometheus'],
  find: ({ manifests, prometheus }) => {
    const known = knownIn(manifests);
    const given = aboutValues(prometheus);
    const senders = manifests.operator('Prometheus');
    const lists = senders.map((object) => mapOf(mapOf(object.fields['spec'])['alerting'])['alertmanagers']);
    return [
      senders.map((object, index) =>
        endpointsIn(lists[index], { object }, 'spec.alerting.alertmanagers', object.namespace, known),
      ),
      given === undefined
        ? undefined
        : endpointsIn(
            given.prometheusSpec['alertingEndpoints'],
            given.about,
            'prometheus.prometheusSpec.alertingEndpoints',
            prometheus.namespace,
            known,
          ),
      withoutAlerting(manifests),
      plainAlerting(manifests),
    ];
  },
});

interface Known {
  readonly service: (namespace: string, name: string) => Service | undefined;
  readonly elsewhere: (name: string) => Service | undefined;
  readonly isRead: (namespace: string) => boolean;
  readonly alertmanagers: readonly KubernetesObject[];
}

function knownIn(manifests: Manifests): Known {
  const { services } = manifests;
  const byName = groupBy(services.all, ({ name }) => name);
  return {
    service: (namespace, name) => byName.get(name)?.find((service) => service.namespace === namespace),
    elsewhere: (name) => byName.get(name)?.[0],
    isRead: (namespace) => services.in(namespace).length > 0,
    alertmanagers: manifests.operator('Alertmanager'),
  };
}

const endpointsIn = (
  list: unknown,
  about: Subject,
  path: string,
  own: string,
  known: Known,
): readonly Found[] =>
  listOf(list).map((item, index) =>
    isMap(item) ? endpoint(item, { ...about, path: `${path}[${index}]` }, own, known) : undefined,
  );

type About = Subject & Pick<Reported, 'path'>;

function endpoint(fields: Fields, about: About, own: string, known: Known): Found {
  const name = textOf(fields['name']);
  const namespace = textOf(fields['namespace']) ?? own;
  if (name === undefined || isPlaceholder(name) || isPlaceholder(namespace)) return undefined;
  const service = known.service(namespace, name);
  if (service !== undefined) return portOf(service, fields['port'], about);
  const operated = known.alertmanagers.find((object) => object.namespace === namespace);
  if (operated !== undefined && name === operatedName(operated))
    return operatedPort(operated, fields['port'], about);
  const other = known.elsewhere(name);
  if (other !== undefined && statesNamespace(other))
    return {
      ...about,
      path: `${about.path}.namespace`,
      severity: 'warning',
      message: `no Service ${name} was read in namespace ${namespace}, but one in ${other.namespace}`,
      found: fields['namespace'],
      expected: other.namespace,
      fix: `namespace: ${other.namespace}`,
    };
  if (operated === undefined || !known.isRead(namespace)) return undefined;
  return {
    ...about,
    path: `${about.path}.name`,
    severity: 'warning',
    message: `no Service of that name was read in namespace ${namespace}; the operator makes Service ${operatedName(operated)} for ${nameOf(operated)}`,
    found: name,
    expected: operatedName(operated),
    fix: `name: ${operatedName(operated)}`,
  };
}

const operatedName = ({ fields }: KubernetesObject): string =>
  textOf(mapOf(fields['spec'])['serviceName']) ?? 'alertmanager-operated';

/** Ports of the Service that the operator makes. */
function operatedPort(alertmanager: KubernetesObject, port: unknown, about: About): Found {
  const { serviceName, portName } = mapOf(alertmanager.fields['spec']);
  if (serviceName !== undefined || typeof port !== 'string' || isPlaceholder(port)) return undefined;
  const web = textOf(portName) ?? 'web';
  return [web, 'tcp-mesh', 'udp-mesh'].includes(port)
    ? undefined
    : wrongPort(about, 'Service alertmanager-operated of the operator', port, [web], web);
}

function portOf(service: Service, port: unknown, about: About): Found {
  // A number is a port that a container declares.
  if (typeof port !== 'string' || isPlaceholder(port)) return undefined;
  const names = service.ports.flatMap((one) => one.name ?? []);
  if (names.includes(port)) return undefined;
  if (service.ports.length > 0 && names.length === 0)
    return {
      ...about,
      path: `${about.path}.port`,
      message: `the port of ${nameOf(service)} has no name`,
      found: port,
      expected: 'the name of a port of the Service',
      fix: `in ${nameOf(service)}, add name: ${/^\d+$/.test(port) ? 'web' : port} to its port${/^\d+$/.test(port) ? ', and write port: web here' : ''}`,
    };
  const numbered = service.ports.find((one) => [one.port, one.targetPort].map(String).includes(port));
  const meant = numbered?.name ?? (names.length === 1 ? names[0] : nearest(port, names));
  return wrongPort(about, nameOf(service), port, names, meant);
}

const wrongPort = (
  about: About,
  service: string,
  port: string,
  names: readonly string[],
  meant: string | undefined,
): Found => ({
  ...about,
  path: `${about.path}.port`,
  message: /^\d+$/.test(port)
    ? `a number in quotes is the name of a port, which ${service} does not have`
    : `${service} has no port of that name`,
  found: port,
  expected: oneOf(names, 'the name of a port of the Service'),
  fix: meant === undefined ? `write port as one of ${names.join(', ')}` : `port: ${meant}`,
});

/** Alerts go nowhere, although an Alertmanager and rules that could alert were read. */
function withoutAlerting(manifests: Manifests): Found {
  const [alertmanager] = manifests.operator('Alertmanager');
  const senders = [...manifests.operator('Prometheus'), ...manifests.operator('ThanosRuler')];
  const [sender] = senders;
  if (alertmanager === undefined || sender === undefined || senders.some(sends)) return undefined;
  const hasAlerts = manifests.operator('PrometheusRule').some(raisesAlerts);
  if (!hasAlerts || sender.kind === 'ThanosRuler') return undefined;
  const port = textOf(mapOf(alertmanager.fields['spec'])['portName']) ?? 'web';
  const { namespace } = alertmanager;
  return {
    object: sender,
    path: 'spec.alerting',
    severity: 'warning',
    message: `without alerting, Prometheus sends alerts to no Alertmanager, although ${nameOf(alertmanager)} was read`,
    expected: 'the Service of the Alertmanager',
    fix: `alerting: ${JSON.stringify({ alertmanagers: [{ namespace, name: operatedName(alertmanager), port }] })}`,
  };
}
