import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const ENVIRONMENT = { object: 'process', property: 'env', message: 'Only src/config.ts reads the environment.' };
const RANDOM = { object: 'Math', property: 'random', message: 'Use model/random.ts.' };
const CLOCKS = ['Date', 'performance'].map((object) => ({
  object,
  property: 'now',
  message: 'Pure code has no clock; take the instant as an argument.',
}));

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'src/generated/',
      'studio/src/generated/',
      'examples/*/dist/',
      'examples/*/src/generated/',
      '.learnrec/',
      'coverage/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Import from the file that defines it, not from a barrel.' },
      ],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/config.ts'],
    rules: { 'no-restricted-properties': ['error', ENVIRONMENT, RANDOM] },
  },
  // After the block above: of two settings of one rule the last one counts.
  {
    files: ['src/model/**/*.ts', 'src/evaluation/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ENVIRONMENT, RANDOM, ...CLOCKS],
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'setTimeout', 'setInterval'],
    },
  },
  { files: ['studio/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  {
    files: ['src/cli/**/*.ts', 'scripts/**', 'bin/**', 'bench/**', 'seed/**', 'examples/**'],
    rules: { 'no-console': 'off' },
  },
  // Apollo Client takes its default options as such a declaration.
  { files: ['examples/**'], rules: { '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }] } },
);
