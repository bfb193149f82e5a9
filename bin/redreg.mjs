#!/usr/bin/env node
/**
 * The command line's door: plain JavaScript for any Node from 20 on. `setup` and `doctor` run right here, because they are for a
 * machine where something is missing; every other command continues in the built program on Node 24, built first where it is stale.
 */
import { doctor } from '../scripts/commands/doctor.mjs';
import { setup } from '../scripts/commands/setup.mjs';
import { handOver } from '../scripts/lib/hand-over.mjs';
import { mainOf } from '../scripts/lib/main-of.mjs';
import { modernNode } from '../scripts/lib/modern-node.mjs';
import { packagesProblem } from '../scripts/lib/packages.mjs';
import { prepareBuild } from '../scripts/lib/prepare.mjs';
import { createProgress } from '../scripts/lib/progress.mjs';
import { atRoot, root } from '../scripts/lib/root.mjs';
import { SetupError } from '../scripts/lib/setup-error.mjs';

const words = process.argv.slice(2);
const [command, ...rest] = words;

await mainOf(
  async (signal) => {
    if (command === 'setup') return setup(rest, signal);
    if (command === 'doctor') return doctor(rest, signal);
    const reason = packagesProblem(root);
    if (reason !== undefined) throw new SetupError('setup.no-modules', { root, reason });
    const node = modernNode();
    const progress = createProgress();
    await prepareBuild({ progress, signal });
    progress.end();
    return handOver(node, [atRoot('out', 'main', 'cli.js'), ...words], { patient: true });
  },
  { isJson: words.includes('--json') },
);
