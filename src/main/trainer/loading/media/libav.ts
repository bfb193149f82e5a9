import { AV_LOG_QUIET } from 'node-av/constants';
import { Log } from 'node-av/lib';

/**
 * FFmpeg's libraries, as functions in this process. Importing this file loads about 75 MB, so it is imported when a clip is to be opened
 * (`await import`), not when the program starts.
 */

// Faults come back as numbers; the libraries would besides print them.
Log.setLevel(AV_LOG_QUIET);

export * from 'node-av/constants';
export * from 'node-av/lib';
