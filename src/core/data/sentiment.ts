import { z } from 'zod';

const isRising = (edges: readonly number[]): boolean => edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? edge));

/** The least and the greatest score of CMU-MOSI and CMU-MOSEI: highly negative, highly positive. */
export const SCORE_LIMIT = 3;

/** How a score from -3 to 3 becomes a class (methods.md 5.5). */
export const SentimentClasses = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('two'),
      /** `negative`: up to 0 against above, as MultiBench; `positive`: below 0 against 0 and above, as BalanceBenchmark. */
      zero: z.enum(['negative', 'positive', 'leave-out']).default('negative').meta({
        title: 'A score of 0',
        description: 'Counts as negative (MultiBench), as positive (BalanceBenchmark), or its samples are left out.',
      }),
    })
    .meta({ title: 'Two: negative, positive' }),
  z.strictObject({ kind: z.literal('three') }).meta({ title: 'Three: below −0.5, between, above 0.5' }),
  z.strictObject({ kind: z.literal('seven') }).meta({ title: 'Seven: the score rounded, −3 to 3' }),
  z
    .strictObject({
      kind: z.literal('bins'),
      edges: z
        .array(z.number().gt(-SCORE_LIMIT).lte(SCORE_LIMIT))
        .min(1)
        .max(20)
        .refine(isRising, 'must rise')
        .default([-1, 1])
        .meta({ title: 'Edges', description: 'Rising. A score at an edge belongs to the class above it.' }),
    })
    .meta({ title: 'Classes between edges' }),
]);
export type SentimentClasses = z.output<typeof SentimentClasses>;

const signed = (score: number): string => (score > 0 ? `+${score}` : String(score).replace('-', '−'));

/** Class names in index order, from negative to positive. */
export function sentimentNames(classes: SentimentClasses): string[] {
  switch (classes.kind) {
    case 'two': {
      const { zero } = classes;
      return [zero === 'negative' ? 'not positive' : 'negative', zero === 'positive' ? 'not negative' : 'positive'];
    }
    case 'three':
      return ['negative', 'neutral', 'positive'];
    case 'seven':
      return [-3, -2, -1, 0, 1, 2, 3].map(signed);
    case 'bins': {
      const edges = classes.edges.map(signed);
      const between = edges.slice(1).map((to, i) => `${edges[i] ?? ''} to ${to}`);
      return [`below ${edges[0] ?? ''}`, ...between, `from ${edges.at(-1) ?? ''}`];
    }
  }
}

/** Half to even, as numpy rounds: 0.5 is 0, 1.5 is 2. */
function rounded(score: number): number {
  const down = Math.floor(score);
  const rest = score - down;
  if (rest !== 0.5) return Math.round(score);
  return down % 2 === 0 ? down : down + 1;
}

/** Class index of a finite score; null where the setting leaves the sample out. */
export function sentimentClass(score: number, classes: SentimentClasses): number | null {
  switch (classes.kind) {
    case 'two':
      if (score === 0) return { negative: 0, positive: 1, 'leave-out': null }[classes.zero];
      return score > 0 ? 1 : 0;
    case 'three':
      return score < -0.5 ? 0 : score > 0.5 ? 2 : 1;
    case 'seven':
      return rounded(Math.min(SCORE_LIMIT, Math.max(-SCORE_LIMIT, score))) + SCORE_LIMIT;
    case 'bins':
      return classes.edges.filter((edge) => edge <= score).length;
  }
}

/** A score as texts show it: +2.4, −1, 0. */
export const scoreText = (score: number): string => signed(Math.round(score * 1000) / 1000);

/**
 * The video that a segment is from: the part of its id before `$_$` (MMSA), `[` (the SDK) or a blank (MultiBench's video, start and
 * end); null where the id has no such part.
 */
export const videoOf = (id: string): string | null => /^(.+?)(?:\$_\$|\[| )/.exec(id)?.[1] ?? null;
