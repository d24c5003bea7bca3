import type { Call, Expr } from './expr';

/** What `label_replace(vector, "label", "value", "", "")` sets, whatever each series had. */
export interface ConstantLabel {
  readonly vector: Expr;
  readonly label: string;
  readonly value: string;
}

/** @returns undefined for other calls: where the value is empty, it removes the label, and with `$` it takes from one */
export function constantLabel({ name, args }: Call): ConstantLabel | undefined {
  const [vector, label, value, source] = args;
  if (name !== 'label_replace' || vector === undefined) return undefined;
  if (label?.node !== 'string' || value?.node !== 'string' || source?.node !== 'string') return undefined;
  if (source.value !== '' || value.value === '' || value.value.includes('$')) return undefined;
  return { vector, label: label.value, value: value.value };
}
