/** The linter's rules: accessibility strict, hooks, and nothing that the content security policy would refuse. */
import js from '@eslint/js';
import globals from 'globals';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';

export default [
  { ignores: ['dist', 'src/kernel/schema.d.ts', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  a11y.flatConfigs.strict,
  hooks.configs.flat['recommended-latest'],
  {
    files: ['**/*.{js,jsx}'],
    languageOptions: {
      ecmaVersion: 'latest',
      sourceType: 'module',
      globals: { ...globals.browser },
      parserOptions: { ecmaFeatures: { jsx: true } },
    },
    rules: {
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^([A-Z]|_)' }],
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'No raw HTML.' },
        { selector: "JSXAttribute[name.name='style']", message: 'Use a class: the policy allows no inline style.' },
      ],
      // A region that scrolls must be reachable by keyboard.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { roles: ['region'], tags: ['h1', 'h2'] }],
    },
  },
  { files: ['*.js', 'e2e/**/*.js'], languageOptions: { globals: { ...globals.node } } },
  { files: ['e2e/**/*.js'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
];
