import { editDistance } from '../findings/edit-distance';
import { isMap, listOf, mapOf, ownValue, textOf, textsOf, type Fields } from '../kubernetes/object';
import { setsAddress } from '../kubernetes/relabeling';
import { lettersOf } from './fields/other-names';
import { misspeltNames } from './relabel-problems';
import { SCRAPE_CONFIG_FIELDS } from './scrape-config-fields';

/** What is wrong with one of the scrape configurations that Prometheus gets beside the monitors. */
export interface ScrapeConfigProblem {
  /** Within the list, e.g. `[0].static_configs[0].targets[0]`; empty for all of it. */
  readonly path: string;
  readonly message: string;
  readonly found: unknown;
  readonly expected: string;
  readonly fix: string;
}

type Problems = readonly ScrapeConfigProblem[];

/** Each of these makes Prometheus reject its whole configuration. */
export function scrapeConfigProblems(list: readonly unknown[]): Problems {
  const names = list.map((item) => textOf(mapOf(item)['job_name']) ?? '');
  return list.flatMap((item, index) => {
    const path = `[${index}]`;
    if (!isMap(item))
      return [
        {
          path,
          message: 'the entry is not a map',
          found: item,
          expected: 'a scrape configuration',
          fix: 'write - job_name: NAME with its fields below',
        },
      ];
    const name = names[index]!;
    const unknown = unknownIn('scrape', item, path);
    return [
      ...unknown,
      // An entry of other fields alone is not a scrape configuration: one finding reports it.
      ...(name === '' && !hasSpelling(item, 'job_name') && unknown.length < Object.keys(item).length
        ? [
            {
              path: `${path}.job_name`,
              message: 'the scrape configuration has no job_name',
              found: undefined,
              expected: 'a unique name',
              fix: 'set job_name to a name that no other job has',
            },
          ]
        : []),
      ...(name !== '' && names.indexOf(name) < index
        ? [
            {
              path: `${path}.job_name`,
              message: 'two scrape configurations have this job_name',
              found: name,
              expected: 'a unique name',
              fix: `rename one of the jobs ${name}`,
            },
          ]
        : []),
      ...unreachableTargets(item, path),
      ...keptByForeignLabel(item, path),
      ...withMisspeltNames(item, path),
    ];
  });
}

const hasSpelling = (fields: Fields, wanted: string): boolean =>
  Object.keys(fields).some((key) => lettersOf(key) === lettersOf(wanted));

function unknownIn(kind: keyof typeof SCRAPE_CONFIG_FIELDS, fields: Fields, path: string): Problems {
  const known: readonly string[] = SCRAPE_CONFIG_FIELDS[kind];
  return Object.entries(fields).flatMap(([key, value]): Problems => {
    const place = `${path}.${key}`;
    if (!known.includes(key)) {
      const meant = meantBy(key, known);
      // A newer Prometheus has further discoveries.
      if (meant === undefined && /^[a-z_]+_sd_configs$/.test(key)) return [];
      return [unknownField(place, key, meant, known)];
    }
    const inner = INNER.find((name) => name === key);
    if (inner === undefined) return [];
    return (Array.isArray(value) ? (value as unknown[]) : [value]).flatMap((item, index) =>
      unknownIn(inner, mapOf(item), Array.isArray(value) ? `${place}[${index}]` : place),
    );
  });
}

/** @param meant a known field that looks alike, if there is one */
export const unknownField = (
  path: string,
  key: string,
  meant: string | undefined,
  known: readonly string[],
): ScrapeConfigProblem => ({
  path,
  message: `unknown field ${key}, so Prometheus rejects its whole configuration`,
  found: key,
  expected: meant ?? `one of ${known.slice(0, 12).join(', ')}`,
  fix: meant === undefined ? `remove ${key}` : `write ${meant} instead of ${key}`,
});

const INNER = [
  'static_configs',
  'relabel_configs',
  'metric_relabel_configs',
  'basic_auth',
  'authorization',
  'tls_config',
] as const;

/** What monitors of the operator call the same. */
const OF_MONITORS: Readonly<Record<string, string>> = {
  path: 'metrics_path',
  interval: 'scrape_interval',
  relabelings: 'relabel_configs',
  metricRelabelings: 'metric_relabel_configs',
  name: 'job_name',
  targets: 'static_configs',
};

export function meantBy(key: string, known: readonly string[]): string | undefined {
  const other = ownValue(OF_MONITORS, key);
  if (other !== undefined && known.includes(other)) return other;
  return (
    known.find((name) => lettersOf(name) === lettersOf(key)) ??
    known.find((name) => key.length > 4 && editDistance(name, key) <= 2)
  );
}

/** @param pathField where the path of a target belongs */
export function unreachableTargets(fields: Fields, path: string, pathField = 'metrics_path'): Problems {
  if (setsAddress(fields['relabel_configs'])) return [];
  return listOf(fields['static_configs']).flatMap((item, index) =>
    textsOf(mapOf(item)['targets']).flatMap((target, position) => {
      const [, scheme, host = '', rest = ''] = /^(?:(https?):\/\/)?([^/]+)(\/.*)?$/i.exec(target) ?? [];
      if (/\$\{|\{\{/.test(target)) return [];
      const at = `${path}.static_configs[${index}].targets[${position}]`;
      if (!target.includes('/')) return /\s/.test(target.trim()) ? [spacedTarget(at, target)] : [];
      return [
        {
          path: at,
          message: 'a static target is a host and a port only, so Prometheus rejects its whole configuration',
          found: target,
          expected: host,
          fix: [
            `targets: ["${host}"]`,
            ...(scheme === undefined ? [] : [`scheme: ${scheme.toLowerCase()}`]),
            ...(rest.length > 1 ? [`${pathField}: ${rest}`] : []),
          ].join('\n'),
        },
      ];
    }),
  );
}

/** Without its spaces it is an address, unless something else was to replace a part of it, such as a shell. */
function spacedTarget(path: string, target: string): ScrapeConfigProblem {
  const address = target.replaceAll(/\s/g, '');
  const isAddress = /^[\w.[\]:-]+$/.test(address);
  return {
    path,
    message: 'the address of the target has a space, so Prometheus cannot connect to it',
    found: target,
    expected: isAddress ? address : 'a host and a port: Prometheus replaces nothing in it',
    fix: isAddress ? `targets: ["${address}"]` : 'write the host and the port of the target',
  };
}

/** Steps that read the name of a metric under another label. */
const withMisspeltNames = (fields: Fields, path: string): Problems =>
  listOf(fields['metric_relabel_configs']).flatMap((step, index) => {
    const found = textsOf(mapOf(step)['source_labels']);
    return misspeltNames(found, 'source_labels').map(({ label: _label, ...problem }) => ({
      ...problem,
      path: `${path}.metric_relabel_configs[${index}].source_labels`,
      found,
    }));
  });

/** Objects whose labels the targets of a role have. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config */
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  node: ['node'],
  service: ['namespace', 'service'],
  ingress: ['namespace', 'ingress'],
  pod: ['namespace', 'pod', 'node'],
};

/** A step that keeps targets by a label that no target of the discovery has. */
function keptByForeignLabel(fields: Fields, path: string): Problems {
  const discoveries = listOf(fields['kubernetes_sd_configs']).map((item) => mapOf(item));
  const others = Object.keys(fields).some(
    (key) => key.endsWith('_sd_configs') && key !== 'kubernetes_sd_configs',
  );
  const objects = discoveries.map(({ role }) => ownValue(OBJECTS, textOf(role) ?? ''));
  if (discoveries.length === 0 || others || listOf(fields['static_configs']).length > 0) return [];
  if (objects.some((known) => known === undefined)) return [];
  const known = new Set(objects.flatMap((names) => names!));
  return listOf(fields['relabel_configs']).flatMap((item, index) => {
    const { action, source_labels: sources, regex } = mapOf(item);
    const labels = textsOf(sources);
    const lacking = labels.filter((label) => {
      const object = /^__meta_kubernetes_([a-z]+)/.exec(label)?.[1];
      return object !== undefined && !known.has(object) && object !== 'namespace';
    });
    if (action !== 'keep' || labels.length === 0 || lacking.length < labels.length) return [];
    if (!/^[\w-]+$/.test(textOf(regex) ?? JSON.stringify(regex) ?? '')) return [];
    const role = textOf(discoveries[0]!['role'])!;
    return [
      {
        path: `${path}.relabel_configs[${index}].source_labels`,
        message: `targets of the role ${role} have no ${lacking.join(', ')}, so every target is dropped`,
        found: labels,
        expected: `labels that start with __meta_kubernetes_${role}_`,
        fix: `write ${lacking.map((label) => label.replace(/^__meta_kubernetes_[a-z]+/, `__meta_kubernetes_${role}`)).join(', ')}, or set the role whose labels these are`,
      },
    ];
  });
}
