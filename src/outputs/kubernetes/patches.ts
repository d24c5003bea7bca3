import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Patch, PatchOperation } from '../../catalog/patch';
import { InvalidInput } from '../../findings/invalid-input';
import type { RenderedObject } from './manifests';

/** Objects that are written into one file. */
interface Unpatched {
  readonly objects: readonly RenderedObject[];
}

/**
 * Files with their objects as patches leave them.
 * @param owner what has the patches, e.g. `service "shop"`
 * @throws InvalidInput for a patch without a target, or an operation that cannot be done
 */
export function patched<F extends Unpatched>(
  files: readonly F[],
  patches: readonly Patch[],
  owner: string,
): readonly F[] {
  return patches.reduce((result, patch, index) => applyPatch(result, patch, owner, index), files);
}

function applyPatch<F extends Unpatched>(
  files: readonly F[],
  { target, operations }: Patch,
  owner: string,
  index: number,
): readonly F[] {
  const path = `patches[${index}]`;
  const matches = ({ kind, metadata }: RenderedObject) =>
    kind === target.kind && (target.name === undefined || metadata.name === target.name);
  const known = files.flatMap(({ objects }) => objects);
  if (!known.some(matches)) throw noTarget(target, known, owner, path);
  return files.map((file) => ({
    ...file,
    objects: file.objects.map((object) =>
      matches(object)
        ? operations.reduce(
            (document, operation, step) =>
              applyOperation(document, operation, owner, `${path}.operations[${step}]`),
            object,
          )
        : object,
    ),
  }));
}

/**
 * Adds patches to the objects of a construct; cdk8s applies them when it writes the objects.
 * @throws InvalidInput for a patch without a target
 */
export function addPatches(construct: Construct, patches: readonly Patch[], owner: string): void {
  const objects = construct.node.findAll().filter((node) => ApiObject.isApiObject(node));
  for (const [index, { target, operations }] of patches.entries()) {
    const matching = objects.filter(
      ({ kind, name }) => kind === target.kind && (target.name === undefined || name === target.name),
    );
    if (matching.length === 0)
      throw noTarget(
        target,
        objects.map(({ kind, name }) => ({ kind, metadata: { name } })),
        owner,
        `patches[${index}]`,
      );
    for (const object of matching) object.addJsonPatch(...operations.map(asCdk8s));
  }
}

function noTarget(
  target: Patch['target'],
  known: readonly RenderedObject[],
  resource: string,
  path: string,
): InvalidInput {
  const names = known.filter(({ kind }) => kind === target.kind).map(({ metadata }) => metadata.name);
  const kinds = [...new Set(known.map(({ kind }) => kind))];
  return new InvalidInput({
    resource,
    path: `${path}.target`,
    message: 'no written object matches',
    found: target,
    fix:
      names.length === 0
        ? `use one of the kinds ${kinds.join(', ')}`
        : `use one of the names ${names.join(', ')}`,
  });
}

function applyOperation(
  object: RenderedObject,
  operation: PatchOperation,
  resource: string,
  path: string,
): RenderedObject {
  const problem = impossible(object, operation);
  if (problem !== undefined)
    throw new InvalidInput({
      resource,
      path,
      message: `${problem} in ${object.kind} ${object.metadata.name}`,
      found: operation,
      fix: 'compare the operation with the written object',
    });
  return JsonPatch.apply(structuredClone(object), asCdk8s(operation)) as RenderedObject;
}

function asCdk8s({ op, path, value, from = '' }: PatchOperation): JsonPatch {
  switch (op) {
    case 'add':
      return JsonPatch.add(path, value);
    case 'remove':
      return JsonPatch.remove(path);
    case 'replace':
      return JsonPatch.replace(path, value);
    case 'move':
      return JsonPatch.move(from, path);
    case 'copy':
      return JsonPatch.copy(from, path);
    case 'test':
      return JsonPatch.test(path, value);
  }
}

/** Why an operation cannot be done. The library does some of these without a word. */
function impossible(object: unknown, { op, path, value, from }: PatchOperation): string | undefined {
  const steps = stepsOf(path);
  const parent = valueAt(object, steps.slice(0, -1));
  if (from !== undefined && valueAt(object, stepsOf(from)) === undefined) return `there is no ${from}`;
  if (typeof parent !== 'object' || parent === null)
    return `there is no ${path.slice(0, path.lastIndexOf('/')) || '/'}`;
  const there = valueAt(object, steps);
  if (op === 'test') return isSame(there, value) ? undefined : `${path} has another value`;
  if ((op === 'remove' || op === 'replace') && there === undefined) return `there is no ${path}`;
  const last = steps.at(-1)!;
  if (!Array.isArray(parent) || last === '-') return undefined;
  return /^(0|[1-9]\d*)$/.test(last) && Number(last) <= parent.length ? undefined : `there is no ${path}`;
}

const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const valueAt = (object: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Readonly<Record<string, unknown>>)[step]
        : undefined,
    object,
  );

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    keys.length === Object.keys(b).length &&
    keys.every((key) => isSame(valueAt(a, [key]), valueAt(b, [key])))
  );
}
