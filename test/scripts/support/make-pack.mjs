/** A set-up as a process of its own: makes a test's fake pack and prints each event as a line of JSON. */
import { readFileSync } from 'node:fs';
import { mainOf } from '../../../scripts/lib/main-of.mjs';
import { makePack } from '../../../scripts/pack/make-pack.mjs';

const options = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'), (_key, value) =>
  value?.regExp ? new RegExp(value.regExp) : value,
);
const report = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);

await mainOf(async (signal) => {
  await makePack('cpu', { ...options, signal, report, load: () => Promise.resolve() });
  return 0;
});
