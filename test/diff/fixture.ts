import { compareBounds } from '../../src/diff/bounds/compare-bounds';
import { compareCost } from '../../src/diff/cost/compare-cost';
import { compareSides, type Difference } from '../../src/diff/compare';
import type { Printed } from '../../src/diff/formats/input';
import { sideOf, type Side, type SideFacts } from '../../src/diff/side';
import { catalogContracts } from '../../src/doctor/catalog-contracts';
import { factsOf } from '../../src/doctor/facts';
import { kubernetesObject } from '../../src/kubernetes/object';
import { kubePrometheusStackValues } from '../../src/outputs/kube-prometheus-stack/kube-prometheus-stack';
import { renderManifests } from '../../src/outputs/kubernetes/manifests';
import { findEnvironment, findPlacedService } from '../fixtures/stack/index';

/** A rendered object or Helm values, as deep as a change looks into them. */
// oxlint-disable-next-line typescript/no-explicit-any -- changes reach into manifests of a dozen kinds
export type Json = any;

/** Manifests and values, to be changed in place. */
export interface Rendered {
  readonly files: { name: string; objects: Json[] }[];
  readonly values: Json;
}

const environment = findEnvironment('prod');
const services = ['order-api', 'mailer'].map((name) => findPlacedService(name, 'prod'));
const rendered: Rendered = {
  files: renderManifests(services).map(({ name, objects }) => ({
    name,
    objects: structuredClone([...objects]) as Json[],
  })),
  values: kubePrometheusStackValues(environment),
};

/** The rendered fixture stack in prod, with a change. */
function renderedWith(change: (all: Rendered) => void): Rendered {
  const copy = structuredClone(rendered);
  change(copy);
  return copy;
}

function sideFrom({ files, values }: Rendered, name: string): Side {
  const facts = factsOf({
    objects: files.flatMap((file) =>
      file.objects.flatMap((object) => kubernetesObject(object, { file: file.name }) ?? []),
    ),
    values: { values, name: 'values.yml', release: environment.release, namespace: 'monitoring' },
    contracts: (manifests) => catalogContracts(services, manifests),
  });
  return sideOf(facts as SideFacts, name);
}

export const before = sideFrom(rendered, 'before');

/**
 * The rendered fixture compared with itself after a change.
 * @param base change of both sides. @default none
 */
export const differenceAfter = (
  change: (all: Rendered) => void,
  base?: (all: Rendered) => void,
): Difference =>
  compareSides(
    base === undefined ? before : sideFrom(renderedWith(base), 'before'),
    sideFrom(
      renderedWith((all) => {
        base?.(all);
        change(all);
      }),
      'after',
    ),
  );

/** The same with faults and costs, which takes longer. */
export function comparisonAfter(change: (all: Rendered) => void): Omit<Printed, 'judged'> {
  const after = sideFrom(renderedWith(change), 'after');
  return {
    difference: compareSides(before, after),
    bounds: compareBounds(before, after),
    cost: compareCost(before, after),
  };
}

/** Every object of a kind, and of a name if one is given. */
export const objectsOf = ({ files }: Rendered, kind: string, name?: RegExp): Json[] =>
  files
    .flatMap(({ objects }) => objects)
    .filter((object) => object.kind === kind && (name === undefined || name.test(object.metadata.name)));

/** Every rule of the PrometheusRules, with its group. */
export const rulesOf = (all: Rendered): { readonly rule: Json; readonly group: Json }[] =>
  objectsOf(all, 'PrometheusRule').flatMap((object) =>
    object.spec.groups.flatMap((group: Json) => group.rules.map((rule: Json) => ({ rule, group }))),
  );

/** The rules of one name, e.g. an alert of `order-api`. */
export function named(all: Rendered, name: string): Json[] {
  const found = rulesOf(all)
    .map(({ rule }) => rule)
    .filter((rule) => rule.alert === name || rule.record === name);
  if (found.length === 0) throw new Error(`no rule is named ${name}`);
  return found;
}

/** Replaces a part of an expression that has it. */
export function inExpr(rule: Json, part: string | RegExp, by: string): void {
  const changed = rule.expr.replace(part, by);
  if (changed === rule.expr) throw new Error(`the expression has no ${part}: ${rule.expr}`);
  rule.expr = changed;
}
