import { availableParallelism } from 'node:os';

/** Run through `npm test`, which sets the flag for ES modules. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/examples/client/dist/', '<rootDir>/.learnrec/'],
  collectCoverageFrom: [
    'src/**/*.ts',
    'seed/**/*.ts',
    '!src/generated/**',
    '!src/model/kernels/assembly/**',
    '!**/*.d.ts',
  ],
  coverageProvider: 'v8',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // These need a real Spark; scripts/test.mjs says so where they are left out.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.TEST_SPARK_SUBMIT ? [] : ['<rootDir>/test/e2e/spark/'])],
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/scripts/count-reporter.mjs'],
  // Jest leaves one core free by default, which halves a machine of two; beyond four, Postgres runs out of connections.
  maxWorkers: Math.min(availableParallelism(), 4),
  testSequencer: '<rootDir>/test/support/long-files-first.cjs',
  globalSetup: '<rootDir>/test/support/postgres-setup.js',
  globalTeardown: '<rootDir>/test/support/postgres-teardown.js',
};
