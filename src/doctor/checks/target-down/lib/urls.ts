import type { Manifests } from '../../../../kubernetes/manifests';
import { listOf, mapOf, textOf, type KubernetesObject } from '../../../../kubernetes/object';
import { tryYaml } from '../../../../kubernetes/yaml/kubectl-yaml';
import { configSecret, configText } from '../../../../operator/alertmanager/config-secret';
import type { PrometheusSettings } from '../../../../operator/settings';
import type { Subject } from '../../../check';
import { aboutValues } from '../../shared/given-values';

/** A URL that Prometheus or Alertmanager is given. */
export interface PlacedUrl {
  readonly about: Subject;
  readonly path: string;
  readonly url: string;
  /** The namespace in which it is resolved. @default not known */
  readonly own: string | undefined;
}

/** The webhooks of receivers, and where Prometheus writes samples to. */
export const urlsIn = (manifests: Manifests, prometheus: PrometheusSettings): readonly PlacedUrl[] => [
  ...ofConfiguration(manifests, prometheus),
  ...manifests
    .operator('AlertmanagerConfig')
    .flatMap((object) =>
      webhooks({ about: { object }, path: 'spec', own: undefined }, object.fields['spec']),
    ),
  ...manifests.operator('Prometheus', 'PrometheusAgent').flatMap(ofPrometheus),
];

type Source = Omit<PlacedUrl, 'url'>;

/** Of Alertmanager itself: in its Secret, its file, or the values of the chart. */
function ofConfiguration(manifests: Manifests, prometheus: PrometheusSettings): readonly PlacedUrl[] {
  const secret = configSecret(manifests);
  const written = secret && configText(secret);
  if (secret !== undefined && written !== undefined)
    return webhooks(
      { about: { object: secret }, path: written.path, own: namespaceOf(secret) },
      tryYaml(written.text),
    );
  const given = aboutValues(prometheus);
  const { config } = mapOf(mapOf(given?.values)['alertmanager']);
  return given === undefined
    ? []
    : webhooks({ about: given.about, path: 'alertmanager.config', own: prometheus.namespace }, config);
}

const webhooks = (source: Source, config: unknown): readonly PlacedUrl[] =>
  listOf(mapOf(config)['receivers']).flatMap((receiver, index) =>
    ['webhook_configs', 'webhookConfigs'].flatMap((list) =>
      listOf(mapOf(receiver)[list]).flatMap((item, position) =>
        placed({ ...source, path: `${source.path}.receivers[${index}].${list}[${position}]` }, item),
      ),
    ),
  );

function ofPrometheus(object: KubernetesObject): readonly PlacedUrl[] {
  const isFile = object.plain === true;
  const [fields, list, path] = isFile
    ? [object.fields['file'], 'remote_write', 'remote_write']
    : [object.fields['spec'], 'remoteWrite', 'spec.remoteWrite'];
  const source = { about: { object }, own: namespaceOf(object) };
  return listOf(mapOf(fields)[list]).flatMap((item, index) =>
    placed({ ...source, path: `${path}[${index}]` }, item),
  );
}

function placed(source: Source, item: unknown): readonly PlacedUrl[] {
  const url = textOf(mapOf(item)['url']);
  return url === undefined ? [] : [{ ...source, path: `${source.path}.url`, url }];
}

/** Of a ConfigMap, whose files are mounted in its own namespace. Another file may be outside of the cluster. */
const namespaceOf = ({ plain, namespace, fields }: KubernetesObject): string | undefined =>
  plain === undefined ? namespace : textOf(fields['mountedIn']);
