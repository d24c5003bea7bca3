/**
 * PromQL as typed values: write it, print it, read it.
 * @packageDocumentation
 */
export * from './build';
export type { Expr } from './expr';
export { parse } from './parse';
export { format, print } from './print';
export { duration, seconds, type Duration } from './window';
