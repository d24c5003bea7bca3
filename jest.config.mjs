import { availableParallelism } from 'node:os';
import { ENGINE_SUITES } from './test/support/engine-suites.mjs';
import { MEASURED } from './test/support/measured.mjs';

const project = {
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/engine-on-path.ts'],
  // What tsconfig.json's paths say: the package's own entries.
  moduleNameMapper: {
    '^signalproof$': '<rootDir>/src/index.ts',
    '^signalproof/cdk8s$': '<rootDir>/src/outputs/kubernetes/index.ts',
    '^signalproof/(presets|promql|testing)$': '<rootDir>/src/$1/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: {
            syntax: 'typescript',
          },
          target: 'es2022',
        },
        module: {
          type: 'commonjs',
        },
      },
    ],
  },
};

const sources = (patterns) => patterns.map(({ source }) => source);

const newest = { ...project, displayName: 'newest engines', globals: { engine: 'newest' } };

const unmeasured = { coveragePathIgnorePatterns: ['/src/'] };

export default {
  // Every test runs on the newest Prometheus and Alertmanager; the suites about them on the oldest supported ones too.
  projects: [
    { ...newest, testRegex: MEASURED.source },
    {
      ...newest,
      ...unmeasured,
      testRegex: `^(?!.*(/init/template/|${MEASURED.source})).*/test/.*\\.test\\.ts$`,
    },
    {
      ...project,
      ...unmeasured,
      displayName: { name: 'oldest engines', color: 'yellow' },
      globals: { engine: 'oldest' },
      testRegex: sources(ENGINE_SUITES),
    },
  ],
  // Up to four tests that mostly wait run beside one for each core: see slowest-first.mjs.
  maxWorkers: availableParallelism() + 4,
  // Ends only tests that hang. Most take milliseconds; those that start programs take as long as a busy machine needs,
  // so no test sets a limit of its own.
  testTimeout: 600_000,
  testSequencer: '<rootDir>/test/support/slowest-first.mjs',
  // The language and the counting of events: the parts whose mistakes no reader would notice.
  collectCoverageFrom: ['src/{promql,slo}/**/*.ts'],
  coverageThreshold: {
    './src/promql/': {
      branches: 100,
    },
    './src/slo/': {
      branches: 100,
    },
  },
  globalSetup: '<rootDir>/test/support/install-binaries.ts',
  globalTeardown: '<rootDir>/test/support/remove-bundle.ts',
};
