import type { Finding } from '../findings/finding';
import { NOT_ANSWERED } from '../findings/report';
import { nameOf, type KubernetesObject } from '../kubernetes/object';

/** A defect of this program that some input triggers. */
export interface Fault {
  /** The object without which the computation succeeds. @default the cause is not a single object */
  readonly object?: KubernetesObject;
  readonly error: unknown;
}

export interface Isolated<T> {
  /** The result for the objects that are not at fault. @default every choice of objects fails */
  readonly value?: T;
  readonly faults: readonly Fault[];
}

/** More are one defect that many objects share, and each costs several computations to find. */
const MOST_FAULTS = 10;

/** Computes something from objects. Objects that make the computation fail are left out, and reported. */
export function isolate<T>(
  objects: readonly KubernetesObject[],
  compute: (objects: readonly KubernetesObject[]) => T,
): Isolated<T> {
  const faults: Fault[] = [];
  let rest = objects;
  for (;;) {
    const whole = attempt(compute, rest);
    if ('value' in whole) return { value: whole.value, faults };
    const culprit = faults.length < MOST_FAULTS ? culpritAmong(rest, compute) : undefined;
    if (culprit === undefined) return { faults: [...faults, whole] };
    faults.push(culprit);
    rest = rest.filter((object) => object !== culprit.object);
  }
}

/** The last object of a list that fails, and that succeeds without it; found by halving. */
function culpritAmong(
  objects: readonly KubernetesObject[],
  compute: (objects: readonly KubernetesObject[]) => unknown,
): (Fault & { readonly object: KubernetesObject }) | undefined {
  if ('error' in attempt(compute, [])) return undefined;
  let [succeeds, fails] = [0, objects.length];
  let error: unknown;
  while (fails - succeeds > 1) {
    const middle = Math.floor((succeeds + fails) / 2);
    const tried = attempt(compute, objects.slice(0, middle));
    if ('error' in tried) [fails, error] = [middle, tried.error];
    else succeeds = middle;
  }
  const object = objects[fails - 1];
  return object && { object, error };
}

function attempt<T>(
  compute: (objects: readonly KubernetesObject[]) => T,
  objects: readonly KubernetesObject[],
): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: compute(objects) };
  } catch (error) {
    return { error };
  }
}

/** @param what what failed, e.g. `check rule-size` */
export function faultFinding(check: string, what: string, { object, error }: Fault): Finding {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    code: NOT_ANSWERED.internalError,
    check,
    severity: 'error',
    resource: object === undefined ? 'doctor' : nameOf(object),
    path: '',
    message: `internal error in ${what}${object === undefined ? '' : ` on ${nameOf(object)}`}; everything else was checked`,
    found: text,
    expected: 'an answer',
    fix: `please report it as a defect of signalproof${object === undefined ? '' : ', with this object but without its secrets'}`,
    ...(object?.at === undefined ? {} : { at: object.at }),
  };
}
