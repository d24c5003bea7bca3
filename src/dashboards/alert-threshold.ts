import type { AlertContext, AlertRow } from '../rules/alert';

/**
 * The threshold of an alert, for the line of a panel.
 * @param symptom of an alert with a numeric threshold
 */
export function alertThreshold<S extends AlertContext>(
  rows: readonly AlertRow<S>[],
  symptom: string,
  service: S,
): number {
  const expr = rows.find((row) => row.symptom === symptom)?.expr(service).expr;
  if (expr?.node !== 'binary' || expr.right.node !== 'number')
    throw new Error(`alert ${symptom} has no numeric threshold`);
  return expr.right.value;
}
