/** Everything that writes PromQL, by topic. Names follow PromQL; `By` and `OverTime` are part of them. */
export * from './aggregate';
export * from './call';
export * from './native-histogram';
export { anyOf, matching, not, notMatching, quoteRegex, type ValueMatcher } from './matchers';
export type { Comparison } from './combine';
export * from './operators';
export * from './over-time';
export type { LabelOf, MatchersFor, SeriesOf } from './metric-series';
export * from './select';
export * from './select-histogram';
export type { InstantVector, Scalar, Series } from './vector';
