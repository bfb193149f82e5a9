/** `node scripts/setup.mjs`: what `redreg setup` does. */
import { setup } from './commands/setup.mjs';
import { mainOf } from './lib/main-of.mjs';

const words = process.argv.slice(2);
await mainOf((signal) => setup(words, signal), { isJson: words.includes('--json') });
