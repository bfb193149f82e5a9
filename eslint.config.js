import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

/**
 * Who may import whom (docs/architecture.md). `files` may not import what `forbidden` matches; the compiler keeps the environments
 * apart (each layer's tsconfig), this table keeps the folders apart.
 */
const TFJS = ['@tensorflow/*'];
const layers = [
  {
    files: 'src/core/**',
    forbidden: [
      '**/main/**',
      '**/renderer/**',
      'node:*',
      'electron',
      'better-sqlite3',
      'sharp',
      'svelte',
      'svelte/*',
      'chart.js',
      '@tensorflow/tfjs-node*',
      '@tensorflow/tfjs-backend-*',
    ],
  },
  {
    files: 'src/main/trainer/**',
    forbidden: [
      '**/renderer/**',
      '**/store/**',
      '**/studio/**',
      '**/served/**',
      '**/cli/**',
      '**/app/**',
      'electron',
      'better-sqlite3',
    ],
  },
  {
    files: 'src/main/store/**',
    forbidden: [
      '**/renderer/**',
      '**/trainer/**',
      '**/studio/**',
      '**/served/**',
      '**/cli/**',
      '**/app/**',
      'electron',
      'sharp',
      ...TFJS,
    ],
  },
  {
    files: 'src/main/studio/**',
    forbidden: ['**/renderer/**', '**/served/**', '**/cli/**', '**/app/**', 'electron', 'better-sqlite3', ...TFJS],
  },
  { files: 'src/main/{served,cli}/**', forbidden: ['**/renderer/**', '**/app/**', 'electron', 'better-sqlite3', ...TFJS] },
  { files: 'src/main/app/**', forbidden: ['**/renderer/**', '**/cli/**', 'better-sqlite3', ...TFJS] },
  { files: 'src/renderer/**', forbidden: ['**/main/**', 'node:*', 'electron', 'better-sqlite3', 'sharp', ...TFJS] },
];

export default tseslint.config(
  { ignores: ['out/**', 'node_modules/**', 'resources/**', 'test/fixtures/**'] },
  ...tseslint.configs.strict,
  ...svelte.configs['flat/recommended'],
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', '**/*.svelte'],
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: tseslint.parser } } },
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  ...layers.map(({ files, forbidden }) => ({
    files: [files],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: forbidden, message: `${files} may not import this (docs/architecture.md, layers).` }] },
      ],
    },
  })),
);
