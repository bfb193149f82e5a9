import { z } from 'zod';
import { blockRule, spreadRule, steadyRule, type FrameRule } from './image/clip-frames.ts';
import { FrameSettings } from './settings.ts';

const perSecond = z.int().min(1).max(60);

/** Which frames of a clip are kept for the network to choose from. */
export const KeptFrames = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('blocks'),
      perSecond: perSecond.default(3).meta({ title: 'Frames a second', description: 'The official loaders read 3.' }),
    })
    .meta({ title: 'As the official CREMA-D script: the first ones of each part of a second' }),
  z
    .strictObject({ kind: z.literal('steady'), perSecond: perSecond.default(1).meta({ title: 'Frames a second' }) })
    .meta({ title: 'As FFmpeg with fps=1: at even times' }),
  z
    .strictObject({
      kind: z.literal('spread'),
      count: z.int().min(1).max(1000).default(8).meta({ title: 'Frames a clip', description: 'However long it is.' }),
    })
    .meta({ title: 'As many of each clip, spread evenly' }),
]);
export type KeptFrames = z.output<typeof KeptFrames>;

const { count, size, choice, testChoice, augment } = FrameSettings.shape;

/** How frames of clips become input of the network. */
export const ClipFrameSettings = z.strictObject({
  kept: KeptFrames.prefault({ kind: 'blocks' }).meta({
    title: 'Frames kept of a clip',
    description: 'They are decoded once; the network is given some of them.',
  }),
  count: count.meta({ description: 'Where a clip has fewer, they are repeated.' }),
  size,
  choice,
  testChoice,
  augment,
  /** `jpeg`: as the official script keeps them. */
  stored: z.enum(['jpeg', 'pixels']).default('jpeg').meta({
    title: 'Kept as',
    description: 'jpeg: of quality 95, as the official script does. pixels: exactly, in about ten times the room.',
  }),
});
export type ClipFrameSettings = z.output<typeof ClipFrameSettings>;

export function ruleOf(kept: KeptFrames): FrameRule {
  switch (kept.kind) {
    case 'blocks':
      return blockRule(kept.perSecond);
    case 'steady':
      return steadyRule(kept.perSecond);
    case 'spread':
      return spreadRule(kept.count);
    default:
      return kept satisfies never;
  }
}

/** About how many frames are kept of a clip of this length. */
export const framesKept = (kept: KeptFrames, seconds: number): number =>
  kept.kind === 'spread' ? kept.count : Math.max(1, Math.round(kept.perSecond * seconds));

/** The rule in a few words, for error texts. */
export const ruleText = (kept: KeptFrames): string =>
  kept.kind === 'spread' ? `${kept.count} spread over the clip` : `${kept.perSecond} a second`;

/** As `quickFrames`. */
export const quickClipFrames = (settings: ClipFrameSettings): ClipFrameSettings => ({
  ...settings,
  count: Math.min(settings.count, 2),
  size: Math.min(settings.size, 32),
  augment: { scale: [0.5, 1], ratio: [3 / 4, 4 / 3], flipProbability: 0 },
});
