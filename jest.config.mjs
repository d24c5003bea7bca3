import { availableParallelism } from 'node:os';

export default {
  roots: ['<rootDir>/src', '<rootDir>/test'],
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  // Some tests mostly wait for the programs that they started: one worker more than there are cores keeps these busy.
  maxWorkers: availableParallelism() + 1,
  // Ends only tests that hang. Most take milliseconds; those that start programs take as long as a busy machine needs,
  // so no test sets a limit of its own.
  testTimeout: 300_000,
  testSequencer: '<rootDir>/test/support/slowest-first.mjs',
  // What tsconfig.json's paths say: the package's own entries.
  moduleNameMapper: {
    '^signalproof$': '<rootDir>/src/index.ts',
    '^signalproof/cdk8s$': '<rootDir>/src/outputs/kubernetes/index.ts',
    '^signalproof/(promql|testing)$': '<rootDir>/src/$1/index.ts',
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
  collectCoverageFrom: ['src/**/*.ts', '!src/cli/init/template/**'],
  coverageThreshold: {
    global: {
      lines: 90,
    },
    './src/promql/': {
      branches: 100,
    },
    './src/slo/': {
      branches: 100,
    },
  },
  globalSetup: '<rootDir>/test/support/install-binaries.ts',
};
