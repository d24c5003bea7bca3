import { parse } from 'yaml';
import { allServices } from '../fixtures/stack/index';
import { findEnvironment } from '../fixtures/stack/index';
import { diagnose } from '../../src/doctor/diagnose';
import type { Finding } from '../../src/findings/finding';
import { readDocuments } from '../../src/kubernetes/read';
import { kubernetesObject, type KubernetesObject } from '../../src/kubernetes/object';
import { ExprParser } from '../../src/promql/expr-parser';
import { renderStack } from '../../src/synth/synthesize';

/** The output of the fixture stack, to be changed. */
export interface OwnStack {
  readonly objects: readonly KubernetesObject[];
  /** Helm values as YAML gives them. */
  readonly values: Record<string, unknown>;
  readonly release: string;
  readonly namespace: string;
}

const PLACEHOLDER = { ORDER_API_IMAGE: 'registry.example.com/order-api:1.2.3' };

export function ownStack(environmentName: string): OwnStack {
  const environment = findEnvironment(environmentName);
  const { files } = renderStack(allServices, environment, PLACEHOLDER);
  const values = files.find(({ path }) => path.startsWith('helm/'))!;
  return {
    objects: files
      .filter((file) => file !== values)
      .flatMap(({ path, content }) => readDocuments(content, path).objects),
    values: parse(values.content) as Record<string, unknown>,
    release: environment.release,
    namespace: environment.namespaces.monitoring,
  };
}

export const findingsIn = ({ objects, values, release, namespace }: OwnStack): readonly Finding[] =>
  diagnose({ objects, services: allServices, values: { values, name: 'values', release, namespace }, parser })
    .report.findings;

/** Changed stacks share all expressions but one. */
const parser = new ExprParser();

/** Removes the field. */
export const REMOVED = Symbol('removed');

type Path = readonly (string | number)[];

/** A copy of the stack with one field changed. @throws Error for a field that does not exist */
export function changed(
  stack: OwnStack,
  target: { readonly kind: string; readonly name?: string } | 'values',
  path: Path,
  value: unknown,
): OwnStack {
  if (target === 'values') return { ...stack, values: withChange(stack.values, path, value) };
  const index = stack.objects.findIndex(
    ({ kind, name }) => kind === target.kind && (target.name === undefined || name === target.name),
  );
  if (index < 0) throw new Error(`not found: ${target.kind} ${target.name ?? ''}`);
  const { fields, at } = stack.objects[index]!;
  const object = kubernetesObject(withChange(fields, path, value), at)!;
  return { ...stack, objects: stack.objects.with(index, object) };
}

function withChange<T extends object>(original: T, path: Path, value: unknown): T {
  const copy = structuredClone(original);
  const last = path.at(-1)!;
  const parent = path.slice(0, -1).reduce<Record<string | number, unknown>>(
    (fields, key) => {
      const inner = fields[key] ?? (value === REMOVED ? undefined : (fields[key] = {}));
      if (typeof inner !== 'object' || inner === null) throw new Error(`not found: ${path.join('.')}`);
      return inner as Record<string | number, unknown>;
    },
    copy as Record<string | number, unknown>,
  );
  if (value !== REMOVED) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (last in parent) delete parent[last];
  else throw new Error(`not found: ${path.join('.')}`);
  return copy;
}
