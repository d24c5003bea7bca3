/** The code of an error of the system, e.g. `ENOSPC`. */
export function systemCode(error: unknown): string | undefined {
  const known = typeof error === 'object' && error !== null && 'code' in error;
  return known && typeof error.code === 'string' ? error.code : undefined;
}
