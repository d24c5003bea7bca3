import { InvalidInput } from '../findings/invalid-input';
import type { LabelSchema } from './labels';
import type { Described, MetricProps } from './metric';
import { FORMAT_LABELS, isName, isUnlistable, isUnselectable } from './names';

const LEGAL = 'use letters, digits and underscores, not starting with a digit';

export function described<L extends LabelSchema>(
  kind: string,
  name: string,
  props: MetricProps<L>,
): Described<L> {
  const { help, unit, labels = {} as L, typeOnPage } = props;
  const reject = rejecting(kind, name);
  if (!isName(name)) reject('name', 'invalid metric name', name, LEGAL);
  if (isUnselectable(name))
    reject('name', 'the name is a keyword of PromQL', name, 'say what is measured, e.g. queue_length');
  for (const label of Object.keys(labels)) {
    const [message, fix] = labelMistake(kind, label) ?? [];
    if (message !== undefined && fix !== undefined) reject(`labels.${label}`, message, label, fix);
  }
  return {
    name,
    help,
    ...(unit === undefined ? {} : { unit }),
    labels,
    ...(typeOnPage === undefined ? {} : { typeOnPage }),
  };
}

/** What is wrong with the name of a label, and what to do about it. */
function labelMistake(kind: string, label: string): readonly [message: string, fix: string] | undefined {
  if (!isName(label)) return ['invalid label name', LEGAL];
  if (label.startsWith('__'))
    return ['label names that start with __ are reserved by Prometheus', 'rename it'];
  if (isUnlistable(label)) return ['the label name is a keyword of PromQL in label lists', 'rename it'];
  return label === FORMAT_LABELS[kind] ? [`every ${kind} sets this label itself`, 'rename it'] : undefined;
}

export const rejecting =
  (kind: string, name: string) =>
  (path: string, message: string, found: unknown, fix: string): never => {
    throw new InvalidInput({ resource: `${kind} "${name}"`, path, message, found, fix });
  };
