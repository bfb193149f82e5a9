import { bench } from './catalogue/bench.ts';
import { cli } from './catalogue/cli.ts';
import { data } from './catalogue/data.ts';
import { dataArrays } from './catalogue/data-arrays.ts';
import { dataCache } from './catalogue/data-cache.ts';
import { dataCommand } from './catalogue/data-command.ts';
import { dataMedia } from './catalogue/data-media.ts';
import { dataKinetics } from './catalogue/data-kinetics.ts';
import { earlyStopping } from './catalogue/early-stopping.ts';
import { engine } from './catalogue/engine.ts';
import { files } from './catalogue/files.ts';
import { host } from './catalogue/host.ts';
import { library } from './catalogue/library.ts';
import { link } from './catalogue/link.ts';
import { method } from './catalogue/method.ts';
import { pack } from './catalogue/pack.ts';
import { queue } from './catalogue/queue.ts';
import { run } from './catalogue/run.ts';
import { store } from './catalogue/store.ts';
import { train } from './catalogue/train.ts';

/**
 * Every message a user can be shown, by stable code, one file a subject. Tests and docs refer to the code; the text may be
 * reworded freely. It says what was found, what was expected, and what to do next. docs/errors.md lists the codes (a test compares).
 */
export const catalogue = {
  ...bench,
  ...cli,
  ...data,
  ...dataArrays,
  ...dataCache,
  ...dataCommand,
  ...dataMedia,
  ...dataKinetics,
  ...earlyStopping,
  ...engine,
  ...files,
  ...host,
  ...library,
  ...link,
  ...method,
  ...pack,
  ...queue,
  ...run,
  ...store,
  ...train,
} as const;

export type ErrorCode = keyof typeof catalogue;
export type ErrorParams<C extends ErrorCode> = Parameters<(typeof catalogue)[C]>[0];
