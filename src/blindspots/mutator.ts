import type { Facts } from '../doctor/check';
import { settledFacts } from '../doctor/facts';
import { writtenConfig } from '../operator/alertmanager/written-config';
import type { ParsedRule } from '../doctor/rules/parsed-rule';
import { InvalidInput } from '../findings/invalid-input';
import { mapOf, type Fields, type KubernetesObject } from '../kubernetes/object';
import { print } from '../promql/print';
import type { Expr } from '../promql/expr';
import { pathOf, valueAt, type Edit, type Inputs, type Path, type Target } from './edit';

export interface Original {
  readonly inputs: Inputs;
  readonly objects: readonly KubernetesObject[];
  readonly facts: Facts;
}

/** One kind of mistake, as data. */
export interface Mutator {
  /** Kebab-case; also the name of its file. */
  readonly name: string;
  /** What it does, as a clause. */
  readonly what: string;
  /** What would catch a survivor, in the imperative. */
  readonly caughtBy: string;
  readonly edits: (original: Original) => readonly Edit[];
}

/**
 * The inputs with what is computed from them.
 * @throws InvalidInput without objects
 */
export function originalOf(inputs: Inputs): Original {
  const { value } = settledFacts({
    ...(inputs.objects === undefined ? {} : { objects: inputs.objects }),
    ...(inputs.values === undefined ? {} : { values: inputs.values }),
  });
  if (value?.objects === undefined || value.objects.length === 0)
    throw new InvalidInput({
      resource: 'blindspots',
      path: '',
      message: 'no Kubernetes objects found',
      found: undefined,
      fix: 'name files or a folder with manifests',
    });
  return { inputs, objects: value.objects, facts: value as Facts };
}

/** The edits of objects of some kinds. */
export const inKinds =
  (kinds: readonly string[], editsOf: (object: KubernetesObject) => readonly Edit[]): Mutator['edits'] =>
  ({ objects }) =>
    objects.filter(({ kind }) => kinds.includes(kind)).flatMap(editsOf);

export const inObject = (object: KubernetesObject, path: Path, from: unknown, to: unknown): Edit => ({
  target: { kind: 'object', object },
  path,
  from,
  to,
});

/** Every value of a map of text, with its path. */
export const entriesAt = (
  fields: Fields,
  path: readonly string[],
): readonly (readonly [path: Path, value: string])[] =>
  Object.entries(path.reduce<Fields>((map, key) => mapOf(map[key]), fields)).flatMap(([key, value]) =>
    typeof value === 'string' ? [[[...path, key], value] as const] : [],
  );

/** A value that no object has. */
export const other = (value: string): string => `${value}-x`;

/** Edits of a field of the rules of one kind or both. */
export const inRules =
  (
    kinds: readonly ParsedRule['kind'][],
    editsOf: (rule: ParsedRule, fields: Fields, at: Path) => readonly Edit[],
  ): Mutator['edits'] =>
  ({ facts }) =>
    facts.rules
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap((rule) => {
        const path = pathOf(rule.path);
        return editsOf(rule, mapOf(valueAt(rule.object.fields, path)), path);
      });

/** Edits of expressions; the printed text of each that differs. */
export const inExpressions = (
  kinds: readonly ParsedRule['kind'][],
  variants: (expr: Expr) => readonly Expr[],
): Mutator['edits'] =>
  inRules(kinds, (rule, _, path) =>
    rule.expr === undefined
      ? []
      : variants(rule.expr).map((variant) =>
          inObject(rule.object, [...path, 'expr'], print(rule.expr!), print(variant)),
        ),
  );

/** Edits of the configuration of Alertmanager, wherever it is. */
export const inAlertmanager =
  (
    editsOf: (
      config: Fields,
    ) => readonly { readonly path: Path; readonly from: unknown; readonly to: unknown }[],
  ): Mutator['edits'] =>
  ({ facts }) => {
    const { own, secret } = writtenConfig(facts.manifests, facts.prometheus) ?? {};
    if (own === undefined) return [];
    const target: Target = secret === undefined ? { kind: 'values' } : { kind: 'config', secret };
    const prefix = secret === undefined ? ['alertmanager', 'config'] : [];
    return editsOf(own).map((edit) => ({ ...edit, target, path: [...prefix, ...edit.path] }));
  };
