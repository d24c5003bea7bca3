/** How often a test repeats a race: rarely by default, often with `LONG=1`. */
export const rounds = (usual: number, long: number): number =>
  process.env['LONG'] === undefined ? usual : long;
