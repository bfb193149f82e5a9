import { randomInt } from 'node:crypto';

/** Crockford's base 32: no i, l, o or u, so an id read aloud or copied by hand stays itself. */
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const EPOCH_MS = Date.UTC(2025, 0, 1);
/** 35 bits of seconds: about a thousand years. */
const TIME_DIGITS = 7;
const CHANCE_DIGITS = 3;

/**
 * A new id, ten characters: seven of the time in seconds, three of chance, so that two libraries seldom share one. Ids sort in the
 * order of making; runs made in one second get the following seconds, hence the newest id so far.
 */
export function newRunId(nowMs: number, newest: string | null): string {
  const seconds = Math.max(0, Math.floor((nowMs - EPOCH_MS) / 1000));
  const after = newest === null ? 0 : decode(newest.slice(0, TIME_DIGITS)) + 1;
  return encode(Math.max(seconds, after), TIME_DIGITS) + encode(randomInt(32 ** CHANCE_DIGITS), CHANCE_DIGITS);
}

function encode(value: number, digits: number): string {
  let text = '';
  for (let rest = value; text.length < digits; rest = Math.floor(rest / 32)) text = DIGITS.charAt(rest % 32) + text;
  return text;
}

const decode = (text: string): number => [...text].reduce((value, digit) => value * 32 + DIGITS.indexOf(digit), 0);
