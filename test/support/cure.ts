import { parseAllDocuments } from 'yaml';
import { checks } from '../../src/doctor/checks/index';
import { factsOf, type FactSources } from '../../src/doctor/facts';
import { findingsOf, runChecks } from '../../src/doctor/run';
import type { Finding } from '../../src/findings/finding';
import { kubernetesObject } from '../../src/kubernetes/object';
import { applyFix } from './apply-fix';

export const documentsOf = (text: string): readonly unknown[] =>
  parseAllDocuments(text).flatMap((document) =>
    document.contents === null ? [] : [document.toJS() as unknown],
  );

type Sources = Omit<FactSources, 'objects'>;

export const errorsIn = (documents: readonly unknown[], sources: Sources = {}): readonly Finding[] => {
  const objects = documents.map((document) => kubernetesObject(document)!);
  return findingsOf(runChecks(checks, factsOf({ objects, ...sources }))).filter(
    ({ severity }) => severity === 'error',
  );
};

/** Applies a fix of the errors again and again: each time the first that a machine can apply. */
export function cure(text: string, sources: Sources = {}): Cured {
  let state = { documents: documentsOf(text), sources };
  for (let round = 0; round < 6; round += 1) {
    const left = errorsIn(state.documents, state.sources);
    const next = firstOf(left, (finding) => treated(state, finding));
    if (next === undefined) return { ...state, left };
    state = next;
  }
  return { ...state, left: errorsIn(state.documents, state.sources) };
}

interface State {
  readonly documents: readonly unknown[];
  readonly sources: Sources;
}

interface Cured extends State {
  readonly left: readonly Finding[];
}

function treated({ documents, sources }: State, finding: Finding): State | undefined {
  const { values } = sources;
  if (values !== undefined && finding.resource === `Helm values ${values.name}`) {
    const [changed] = applyFix([values.values], finding) ?? [];
    return changed === undefined
      ? undefined
      : { documents, sources: { ...sources, values: { ...values, values: changed } } };
  }
  const changed = applyFix(documents, finding);
  return changed === undefined ? undefined : { documents: changed, sources };
}

function firstOf<T, R>(items: readonly T[], attempt: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const result = attempt(item);
    if (result !== undefined) return result;
  }
  return undefined;
}
