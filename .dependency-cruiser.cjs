/** The arrows between folders (ARCHITECTURE.md). Each rule: what a folder may import of the project's own code. */
const folder = (from, allowed, comment) => ({
  name: `${from.replace(/\W+/g, '-')}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${from}` },
  to: { path: '^(src|seed|test|bench)/', pathNot: [`^${from}`, '^src/errors\\.ts$', ...allowed.map((a) => `^${a}`)] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'errors-is-a-leaf', severity: 'error', from: { path: '^src/errors\\.ts$' }, to: { path: '^(src|seed)/' } },
    folder('src/model/', [], 'model is pure and stands alone'),
    folder('src/evaluation/', ['src/model/'], 'evaluation knows the model only'),
    folder('src/compute/', ['src/model/', 'src/evaluation/'], 'compute runs pure code on threads'),
    folder('src/store/', ['src/generated/', 'src/model/(engagement|feedback)\\.ts'], 'only store speaks to Postgres'),
    folder(
      'src/services/',
      ['src/store/', 'src/compute/', 'src/spark/', 'src/model/', 'src/evaluation/', 'src/logger\\.ts'],
      'services sit on store, compute, spark and model',
    ),
    folder('src/spark/', ['src/model/(engagement|recommender)\\.ts'], 'spark knows a program and two file formats'),
    folder(
      'src/jobs/',
      ['src/services/', 'src/logger\\.ts', 'src/model/recommender\\.ts'],
      'queue tasks call services',
    ),
    folder(
      'src/graphql/',
      ['src/services/', 'src/model/(engagement|feedback|recommender|registry)\\.ts', 'src/logger\\.ts'],
      'graphql never reaches store',
    ),
    folder(
      'seed/',
      ['src/model/', 'src/store/', 'src/generated/', 'src/evaluation/truth\\.ts'],
      'seed writes through store, and tells evaluation the truth',
    ),
    {
      name: 'pure-code-uses-no-node',
      severity: 'error',
      from: { path: '^src/(model|evaluation)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'prisma-only-in-store',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(store|generated)/' },
      to: { path: '(^src/generated/|node_modules/(pg|pg-copy-streams|@prisma|@aws-sdk)/)' },
    },
    {
      name: 'every-import-resolves',
      severity: 'error',
      from: { path: '^(src|seed)/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'only-production-dependencies',
      comment: 'the image has no development dependencies, and a transitive package can go away with its parent',
      severity: 'error',
      from: { path: '^(src|seed)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'not-to-test', severity: 'error', from: { path: '^(src|seed)/' }, to: { path: '^(test|bench)/' } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', 'src/generated'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
