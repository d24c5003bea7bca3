import { basename, dirname, join, normalize } from 'node:path';
import { RE2JS } from 're2js';
import {
  isMap,
  kubernetesObject,
  labelsOf,
  listOf,
  mapOf,
  textsOf,
  type Fields,
  type KubernetesObject,
} from '../../kubernetes/object';
import { tryYaml } from '../../kubernetes/yaml/kubectl-yaml';
import { toYaml } from '../../kubernetes/yaml/to-yaml';
import { CONFIG_KEY } from '../../operator/alertmanager/config-secret';

/** Files that Prometheus and Alertmanager read themselves, where no operator writes them. */
const KINDS: readonly {
  readonly is: (value: Fields) => boolean;
  /** The object from which the operator would write the file. */
  readonly object: (value: Fields) => Fields;
}[] = [
  {
    // Grafana's own rules are in groups, too, and have no expressions.
    is: ({ groups }) =>
      listOf(groups).some((group) => listOf(mapOf(group)['rules']).some((rule) => 'expr' in mapOf(rule))),
    object: ({ groups }) => ({ kind: 'PrometheusRule', spec: { groups } }),
  },
  {
    is: ({ route, receivers }) => isMap(route) && Array.isArray(receivers),
    object: (value) => ({ kind: 'Secret', stringData: { [CONFIG_KEY]: toYaml(value) } }),
  },
  {
    is: (value) =>
      ('scrape_configs' in value || 'rule_files' in value) && !OF_OTHERS.some((key) => key in value),
    object: (value) => ({
      kind: 'Prometheus',
      spec: prometheusSpec(value),
      ruleFiles: value['rule_files'],
      scrapeConfigs: value['scrape_configs'],
      file: value,
      isOpen: OTHER_SERIES.some((key) => key in value),
    }),
  },
];

/** Tests of promtool have rule files, too, and configurations of Promtail scrape configurations. */
const OF_OTHERS = ['tests', 'clients', 'positions'];

/** Fields by which a Prometheus has series of other jobs than those of its file. */
const OTHER_SERIES = ['scrape_config_files', 'remote_read', 'otlp'];

/** Whether a document is a rule file, or a configuration of Prometheus or Alertmanager. */
export const isPlainFile = (value: Fields): boolean => KINDS.some(({ is }) => is(value));

/** The object from which the operator would write the file. */
export function plainObject(value: Fields, file: string): KubernetesObject | undefined {
  const kind = KINDS.find(({ is }) => is(value));
  const fields = kind?.object(value);
  if (fields === undefined) return undefined;
  const apiVersion = fields['kind'] === 'Secret' ? 'v1' : 'monitoring.coreos.com/v1';
  const object = kubernetesObject({ apiVersion, metadata: { name: file }, ...fields }, { file });
  return object && { ...object, plain: true };
}

/**
 * The files that a Prometheus and an Alertmanager without an operator read from ConfigMaps, by namespace, name and key. Of
 * the rule files only those that a prometheus.yml lists: other programs have rules in other languages there.
 */
export function mountedFiles(objects: readonly KubernetesObject[]): readonly KubernetesObject[] {
  const found = objects
    .filter(({ kind, apiVersion }) => kind === 'ConfigMap' && apiVersion === 'v1')
    .flatMap(({ namespace, name, at, fields }) =>
      Object.entries(labelsOf(fields['data'])).flatMap(([key, text]) => {
        const value = KEYS.test(text) ? mapOf(tryYaml(text)) : {};
        const file = plainObject(value, `${namespace}/${name}/${key}`);
        return file === undefined
          ? []
          : [
              {
                ...file,
                fields: { ...file.fields, mountedIn: namespace },
                ...(at === undefined ? {} : { at }),
              },
            ];
      }),
    );
  const configured = found.filter(({ kind }) => kind === 'Prometheus');
  return found.filter(
    ({ kind, name }) => kind !== 'PrometheusRule' || loadingOf(configured, name).length > 0,
  );
}

/** Of one of these files. */
const KEYS = /^ *(scrape_configs|rule_files|receivers|groups) *:/m;

/** A path of an object, as it is in the file where no operator writes that. */
export const pathInFile = ({ plain }: Pick<KubernetesObject, 'plain'>, path: string): string =>
  plain === undefined ? path : path.replace(/^(spec|stringData\["[^"]*"\])(\.|$)/, '');

/** Default of Prometheus; the operator has another one. */
const INTERVAL = '1m';

function prometheusSpec({ global, alerting }: Fields): Fields {
  const {
    scrape_interval: scrapeInterval = INTERVAL,
    evaluation_interval: evaluationInterval = INTERVAL,
    external_labels: externalLabels,
  } = mapOf(global);
  return {
    scrapeInterval,
    evaluationInterval,
    ...(externalLabels === undefined ? {} : { externalLabels }),
    additionalAlertRelabelConfigs: listOf(mapOf(alerting)['alert_relabel_configs']),
  };
}

/** Objects that only an operator reads: they belong to another Prometheus. */
const OF_OPERATOR = ['Prometheus', 'PrometheusRule', 'ServiceMonitor', 'PodMonitor'];

/** Whether an operator runs the Prometheus that the objects are for. */
export const isOperated = (objects: readonly KubernetesObject[], hasValues: boolean): boolean =>
  hasValues || objects.some(({ kind }) => OF_OPERATOR.includes(kind));

/**
 * What plain files are read as beside other objects: a Prometheus with the defaults stands for one whose configuration was
 * not read, and one that an operator runs has its own settings. Of several, the one that loads one of the rule files.
 */
export function besideOthers(
  plain: readonly KubernetesObject[],
  objects: readonly KubernetesObject[],
  hasValues: boolean,
  each = false,
): readonly KubernetesObject[] {
  const others = plain.filter(({ kind }) => kind !== 'Prometheus');
  if (isOperated(objects, hasValues)) return others;
  const configured = plain.filter(({ kind }) => kind === 'Prometheus');
  const own = configured.find((one) => others.some(({ name }) => loadsRules(one, name))) ?? configured[0];
  if (own === undefined) return others.length === 0 ? [] : [...others, assumedPrometheus()];
  return [...others, ...(each ? configured : [own])];
}

/** Stands for a Prometheus whose configuration was not read. */
export const assumedPrometheus = (): KubernetesObject => ({
  ...plainObject({ rule_files: [] }, 'prometheus.yml')!,
  plain: 'assumed',
});

/** Whether a prometheus.yml loads a rule file, which may be in another folder where it runs. */
export const loadsRules = (prometheus: KubernetesObject, file: string): boolean =>
  patternsOf(prometheus).some((pattern) => matchesPath(basename(pattern), basename(file)));

/** The rule files that configurations list and of which none was read, as sentences. */
export const unreadRules = (objects: readonly KubernetesObject[]): readonly string[] =>
  objects
    .filter(({ kind, plain }) => kind === 'Prometheus' && plain === true)
    .flatMap((prometheus) => {
      const unread = patternsOf(prometheus).filter(
        (pattern) =>
          !objects.some(
            ({ kind, name }) => kind === 'PrometheusRule' && matchesPath(basename(pattern), basename(name)),
          ),
      );
      return unread.length === 0
        ? []
        : [`Not read: the rule files ${unread.join(', ')} of ${prometheus.name}.`];
    });

/** Those of several that load a rule file: by the paths that they list, or, where these are of another place, by its name. */
export function loadingOf(
  configured: readonly KubernetesObject[],
  file: string,
): readonly KubernetesObject[] {
  const exactly = configured.filter((one) =>
    patternsOf(one).some((pattern) => matchesPath(join(dirname(one.name), pattern), normalize(file))),
  );
  return exactly.length > 0 ? exactly : configured.filter((one) => loadsRules(one, file));
}

const patternsOf = ({ fields }: KubernetesObject): readonly string[] => textsOf(fields['ruleFiles']);

/** Linear, however many stars there are. */
const matchesPath = (pattern: string, file: string): boolean =>
  RE2JS.compile(
    pattern
      .split('*')
      .map((part) => RE2JS.quote(part))
      .join('[^/]*'),
  ).matches(file);
