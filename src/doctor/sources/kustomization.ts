import { basename, dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { isMap, listOf, mapOf, textOf, textsOf } from '../../kubernetes/object';

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * Files that a kustomization applies as patches, as absolute paths; nothing for any other file.
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
export function patchesIn(file: string, text: string): readonly string[] {
  if (!NAMES.includes(basename(file))) return [];
  const kustomization = tryParse(text);
  if (!isMap(kustomization)) return [];
  const { patches, patchesStrategicMerge, patchesJson6902 } = kustomization;
  const paths = [...listOf(patches), ...listOf(patchesJson6902)].flatMap(
    (item) => textOf(mapOf(item)['path']) ?? [],
  );
  return [...paths, ...textsOf(patchesStrategicMerge)].map((path) => resolve(dirname(file), path));
}

function tryParse(text: string): unknown {
  try {
    return parse(text);
  } catch {
    // The file itself becomes a finding when it is read.
    return undefined;
  }
}
