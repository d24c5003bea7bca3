import { factOf, type Shape } from './shape';

/**
 * The labels of the only series that an expression can give: all are known, and each has one value.
 * @returns undefined where there can be several series
 */
export function seriesIdentity(shape: Shape): string | undefined {
  if (shape.others !== 'never') return undefined;
  const values: string[] = [];
  for (const label of [...shape.labels.keys()].toSorted()) {
    const { presence, values: possible } = factOf(shape, label);
    if (presence === 'never') continue;
    const [value] = possible ?? [];
    if (presence !== 'always' || possible?.size !== 1 || value === undefined) return undefined;
    values.push(`${label}=${JSON.stringify(value)}`);
  }
  return values.join(',');
}
