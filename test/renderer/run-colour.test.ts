import { describe, expect, test } from 'vitest';
import { RUN_COLOURS, runColour } from '../../src/renderer/run-colour.ts';

/** `--surface` of theme.css. */
const GROUNDS = { light: '#ffffff', dark: '#181b20' };

/** Red, green and blue, linear, 0 to 1 (sRGB, IEC 61966-2-1). */
function linear(hex: string): number[] {
  return [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
const luminance = (hex: string): number => dot(linear(hex), [0.2126, 0.7152, 0.0722]);

/** WCAG 2.2, "contrast ratio". */
function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** What those see who lack one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1); `full`: those who lack none. */
const EYES = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIELAB, D65. */
function lab(rgb: readonly number[]): number[] {
  const white = [0.95047, 1, 1.08883];
  const xyz = [
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.072175],
    [0.0193339, 0.119192, 0.9503041],
  ].map((row, i) => dot(row, rgb) / (white[i] ?? 1));
  const [x = 0, y = 0, z = 0] = xyz.map((t) => (t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116));
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const seen = (hex: string, eyes: keyof typeof EYES): number[] =>
  lab(EYES[eyes].map((row) => Math.min(1, Math.max(0, dot(row, linear(hex))))));

/** CIE76: 10 is told apart at a glance, 2.3 just so. */
const difference = (a: string, b: string, eyes: keyof typeof EYES): number =>
  Math.hypot(...seen(a, eyes).map((value, i) => value - (seen(b, eyes)[i] ?? 0)));

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('the colours of runs on a %s ground', (ground, place) => {
  const colours = RUN_COLOURS.map((pair) => pair[place]);

  test('each keeps a contrast of 3 to 1', () => {
    expect(colours.map((colour) => contrast(colour, GROUNDS[ground])).filter((found) => found < 3)).toEqual([]);
  });

  test.each(Object.keys(EYES) as (keyof typeof EYES)[])('no two look alike to %s eyes', (eyes) => {
    const pairs = colours.flatMap((a, i) => colours.slice(i + 1).map((b) => [a, b, difference(a, b, eyes)] as const));
    expect(pairs.filter(([, , found]) => found < 13)).toEqual([]);
  });

  test.each(Object.keys(EYES) as (keyof typeof EYES)[])('the first five are told apart at a glance by %s eyes', (eyes) => {
    const first = colours.slice(0, 5);
    const pairs = first.flatMap((a, i) => first.slice(i + 1).map((b) => [a, b, difference(a, b, eyes)] as const));
    expect(pairs.filter(([, , found]) => found < 32)).toEqual([]);
  });
});

describe('runColour', () => {
  test('follows from the number, and a colour of its own goes before it', () => {
    expect(runColour({ number: 1, colour: null }, false)).toEqual({ stroke: '#8c9901', dash: [] });
    expect(runColour({ number: 1, colour: null }, true).stroke).toBe('#d2ca17');
    expect(runColour({ number: 7, colour: '#123456' }, true)).toEqual({ stroke: '#123456', dash: [] });
  });

  test('gives 48 runs in a row a look of their own', () => {
    const looks = Array.from({ length: 48 }, (_, i) => JSON.stringify(runColour({ number: i + 1, colour: null }, false)));
    expect(new Set(looks).size).toBe(48);
    expect(runColour({ number: 13, colour: null }, false)).toEqual({ stroke: '#8c9901', dash: [7, 3] });
  });
});
