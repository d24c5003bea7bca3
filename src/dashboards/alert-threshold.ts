import type { AlertContext, AlertRow } from '../rules/alert';

/**
 * The value beyond which an alert fires, so that a panel's line is where the alert is.
 * @param symptom of an alert that compares with a number
 */
export function alertThreshold<S extends AlertContext>(
  rows: readonly AlertRow<S>[],
  symptom: string,
  service: S,
): number {
  const expr = rows.find((row) => row.symptom === symptom)?.expr(service).expr;
  if (expr?.node !== 'binary' || expr.right.node !== 'number')
    throw new Error(`The alert ${symptom} compares with no number`);
  return expr.right.value;
}
