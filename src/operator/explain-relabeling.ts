import type { Labels } from '../kubernetes/object';
import type { Relabeling } from '../kubernetes/relabeling';
import type { PrometheusMajor } from './anchored-regex';
import { LabelBuilder } from './label-builder';
import { applyStep } from './relabel';

/** What one step did. */
export interface RelabelTrace {
  readonly step: Relabeling;
  readonly kept: boolean;
  /** Labels that it changed, by name. Absent labels are undefined. */
  readonly changes: Readonly<Record<string, { readonly from?: string; readonly to?: string }>>;
}

/**
 * Executes steps one by one, up to the one that drops the target.
 * @throws Error for a step that Prometheus rejects
 */
export function explainRelabeling(
  labels: Labels,
  steps: readonly Relabeling[],
  major: PrometheusMajor = 3,
): readonly RelabelTrace[] {
  const builder = new LabelBuilder(labels);
  const traces: RelabelTrace[] = [];
  for (const step of steps) {
    const before = builder.labels();
    const kept = applyStep(builder, step, major);
    traces.push({ step, kept, changes: changesBetween(before, builder.labels()) });
    if (!kept) break;
  }
  return traces;
}

function changesBetween(before: Labels, after: Labels): RelabelTrace['changes'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    names
      .filter((name) => before[name] !== after[name])
      .map((name) => [
        name,
        {
          ...(before[name] === undefined ? {} : { from: before[name] }),
          ...(after[name] === undefined ? {} : { to: after[name] }),
        },
      ]),
  );
}
