import { createRequire, registerHooks } from 'node:module';

const KEY = Symbol.for('redreg.electron-stand-in');

/**
 * Runs a built module with the stand-in for `electron`, by Node itself and not by the test runner: what runs is what is shipped. A
 * module is run once per process, so there is one such call in a test file.
 */
export function runWithElectron(file: string, exports: Readonly<Record<string, unknown>>): void {
  (globalThis as Record<symbol, unknown>)[KEY] = exports;
  const names = Object.keys(exports).join(', ');
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url: 'stand-in:electron', format: 'module', shortCircuit: true } : next(specifier, context),
    load: (url, context, next) =>
      url === 'stand-in:electron'
        ? {
            format: 'module',
            source: `export const { ${names} } = globalThis[Symbol.for('redreg.electron-stand-in')];`,
            shortCircuit: true,
          }
        : next(url, context),
  });
  try {
    createRequire(import.meta.url)(file);
  } finally {
    hooks.deregister();
  }
}
