import { words } from '../../findings/words';
import { basename, dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { isDeepStrictEqual } from 'node:util';
import { readText } from './find-files';
import { isMap, labelsOf, listOf, mapOf, textOf, textsOf, type Labels } from '../../kubernetes/object';

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

const isKustomization = (file: string): boolean => NAMES.includes(basename(file));

/**
 * Files that a kustomization applies as patches, as absolute paths.
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
function patchesIn(file: string, text: string): readonly string[] {
  const kustomization = tryParse(text);
  if (!isMap(kustomization)) return [];
  const { patches, patchesStrategicMerge, patchesJson6902 } = kustomization;
  const paths = [...listOf(patches), ...listOf(patchesJson6902)].flatMap(
    (item) => textOf(mapOf(item)['path']) ?? [],
  );
  return [...paths, ...textsOf(patchesStrategicMerge)].map((path) => resolve(dirname(file), path));
}

/** A kustomization file among those that were read. */
export interface Kustomization {
  readonly folder: string;
  /** @default that of each object */
  readonly namespace?: string;
  /** Labels of all objects. */
  readonly labels: Labels;
  /** Files and folders of its resources, as absolute paths. */
  readonly resources: readonly string[];
  /** Fields that change objects in ways that are not followed here. */
  readonly changes: readonly string[];
}

const CHANGING = words(`
  patches patchesStrategicMerge patchesJson6902 namePrefix nameSuffix components helmCharts generators
  transformers replacements
`);

/** @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
function kustomizationIn(file: string, text: string): Kustomization | undefined {
  const fields = tryParse(text);
  if (!isMap(fields)) return undefined;
  const folder = resolve(dirname(file));
  const namespace = textOf(fields['namespace']);
  return {
    folder,
    ...(namespace ? { namespace } : {}),
    labels: Object.assign(
      {},
      labelsOf(fields['commonLabels']),
      ...listOf(fields['labels']).map((item) => labelsOf(mapOf(item)['pairs'])),
    ) as Labels,
    resources: [...textsOf(fields['resources']), ...textsOf(fields['bases'])].map((path) =>
      resolve(folder, path),
    ),
    changes: CHANGING.filter((field) => fields[field] !== undefined),
  };
}

/** What kustomizations change of the objects of a file. */
export type Changes = Pick<Kustomization, 'namespace' | 'labels'>;

/**
 * Namespace and labels that kustomizations give to a file. The outermost one decides. A part that several overlays
 * change in different ways is left out.
 */
export function changesTo(file: string, kustomizations: readonly Kustomization[]): Changes {
  const found = changesOf(resolve(file), kustomizations, new Set());
  const namespaces = new Set(found.map(({ namespace }) => namespace));
  const [namespace] = namespaces.size === 1 ? namespaces : [];
  const [first = {}, ...others] = found.map(({ labels }) => labels);
  const same = others.every((labels) => isDeepStrictEqual(labels, first));
  return { ...(namespace === undefined ? {} : { namespace }), labels: same ? first : {} };
}

function changesOf(
  path: string,
  kustomizations: readonly Kustomization[],
  seen: ReadonlySet<string>,
): readonly Changes[] {
  const owners = kustomizations.filter(
    ({ folder, resources }) => resources.includes(path) && !seen.has(folder),
  );
  return owners.flatMap((own): readonly Changes[] => {
    const outer = changesOf(own.folder, kustomizations, new Set([...seen, own.folder]));
    return outer.length === 0
      ? [own]
      : outer.map((one) => ({ ...own, ...one, labels: { ...own.labels, ...one.labels } }));
  });
}

function tryParse(text: string): unknown {
  try {
    // A warning would quote the line.
    return parse(text, { logLevel: 'error' });
  } catch {
    // The file itself becomes a finding when it is read.
    return undefined;
  }
}

interface Kustomizations {
  readonly kustomizations: readonly Kustomization[];
  /** Absolute paths of files that look like objects, and are only a part of one. */
  readonly patches: ReadonlySet<string>;
}

/** Read before all others, as they change what these contain. */
export function kustomizationsAmong(files: readonly string[]): Kustomizations {
  const texts = files.filter(isKustomization).flatMap((file) => {
    try {
      return [[file, readText(file)] as const];
    } catch {
      // Reported when all files are read.
      return [];
    }
  });
  return {
    kustomizations: texts.flatMap(([file, text]) => kustomizationIn(file, text) ?? []),
    patches: new Set(texts.flatMap(([file, text]) => patchesIn(file, text))),
  };
}
