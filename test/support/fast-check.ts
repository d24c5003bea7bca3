import fc from 'fast-check';

/** The same cases in every run: a test fails by a change, and not by chance. Others: `SEED=7 npx jest test/promql`. */
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1) });

export default fc;
export type { Arbitrary } from 'fast-check';
