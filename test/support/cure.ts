import { parseAllDocuments } from 'yaml';
import { diagnose } from '../../src/doctor/diagnose';
import type { Finding } from '../../src/findings/finding';
import { kubernetesObject } from '../../src/kubernetes/object';
import { applyFix } from './apply-fix';

export const documentsOf = (text: string): readonly unknown[] =>
  parseAllDocuments(text).flatMap((document) =>
    document.contents === null ? [] : [document.toJS() as unknown],
  );

export const errorsIn = (documents: readonly unknown[]): readonly Finding[] =>
  diagnose({ objects: documents.map((document) => kubernetesObject(document)!) }).report.findings.filter(
    ({ severity }) => severity === 'error',
  );

/** Applies the fix of each error, the first again and again. */
export function cure(text: string): {
  readonly documents: readonly unknown[];
  readonly left: readonly Finding[];
} {
  let documents = documentsOf(text);
  for (let round = 0; round < 6; round += 1) {
    const [first] = errorsIn(documents);
    if (first === undefined) return { documents, left: [] };
    const next = applyFix(documents, first);
    if (next === undefined) return { documents, left: [first] };
    documents = next;
  }
  return { documents, left: errorsIn(documents) };
}
