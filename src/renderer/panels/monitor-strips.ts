/** One strip of the monitor: lines against a level, or lanes that are filled where something holds. */
export interface Strip {
  readonly id: string;
  readonly title: string;
  /** Series, without the modality at their end. */
  readonly of: readonly string[];
  readonly kind: 'lines' | 'lanes';
  /** A series whose latest value is drawn as a level, and what that is called. */
  readonly level?: readonly [series: string, name: string];
  /** Values that the axis always holds. */
  readonly always?: readonly number[];
}

export interface StripGroup {
  readonly title: string;
  /** What it does, and how the strips are to be read. */
  readonly about: string;
  readonly strips: readonly Strip[];
}

/** In the order in which a step goes through a method. Series are named in docs/methods.md by their links. */
export const GROUPS: readonly StripGroup[] = [
  {
    title: 'Unimodal scores',
    about: 'How sure each modality is of the right class, by its own scores. The one ahead is the dominant modality.',
    strips: [{ id: 'score', title: 'Score', of: ['unimodal-scores/score'], kind: 'lines', always: [0, 1] }],
  },
  {
    title: 'Redundancy phase monitor',
    about: 'r is redundancy less growth. Where r of the dominant modality is above R, it is regulated with the strength β.',
    strips: [
      { id: 'r', title: 'r', of: ['redundancy-monitor/r'], kind: 'lines', level: ['redundancy-monitor/threshold', 'R'] },
      { id: 'decision', title: 'Regulate', of: ['redundancy-monitor/decision'], kind: 'lanes' },
      { id: 'beta', title: 'β', of: ['redundancy-monitor/beta'], kind: 'lines', always: [0] },
    ],
  },
  {
    title: 'Co-information gate',
    about: 'β is let through only where the features of the modalities agree more than a threshold that rises over the epochs.',
    strips: [
      {
        id: 'similarity',
        title: 'Agreement',
        of: ['co-information-gate/similarity', 'co-information-gate/threshold'],
        kind: 'lines',
      },
      { id: 'gate', title: 'Gate open', of: ['co-information-gate/gate'], kind: 'lanes' },
    ],
  },
  {
    title: 'Orthogonal projection',
    about: 'What is added to the gradient of the dominant encoder: β times the part of the drift across the gradient.',
    strips: [
      { id: 'applied-beta', title: 'β as applied', of: ['orthogonal-projection/beta'], kind: 'lines', always: [0] },
      { id: 'held', title: 'Length added', of: ['orthogonal-projection/held'], kind: 'lines', always: [0] },
    ],
  },
  {
    title: 'Gradient scaling',
    about: 'The ratio of the scores is above 1 for the modality that is ahead; its gradients are multiplied by the coefficient.',
    strips: [
      { id: 'ratio', title: 'Ratio', of: ['gradient-scaling/ratio'], kind: 'lines', always: [1] },
      { id: 'coefficient', title: 'Coefficient', of: ['gradient-scaling/coefficient'], kind: 'lines', always: [0, 1] },
      { id: 'noise', title: 'Noise added', of: ['gradient-noise/active'], kind: 'lanes' },
    ],
  },
  {
    title: 'Learning window',
    about: 'Regulated while the window is open: while the Fisher trace grows by more than the threshold K.',
    strips: [
      { id: 'k', title: 'Growth of the trace', of: ['learning-window/k', 'learning-window/threshold'], kind: 'lines' },
      { id: 'open', title: 'Window open', of: ['learning-window/open'], kind: 'lanes' },
      { id: 'trace', title: 'Fisher trace', of: ['learning-window/trace'], kind: 'lines', always: [0] },
    ],
  },
  {
    title: 'Pull-back',
    about: 'A modality that is ahead of another is pulled back to where its weights began, with the strength β.',
    strips: [
      { id: 'gap', title: 'β of the gap', of: ['information-gap/beta'], kind: 'lines', always: [0] },
      { id: 'pull', title: 'β as applied', of: ['proximal-pull/beta'], kind: 'lines', always: [0] },
      { id: 'drift', title: 'Drift pulled at', of: ['proximal-pull/drift'], kind: 'lines', always: [0] },
    ],
  },
  {
    title: 'Modality dropout',
    about: 'The chance that a batch loses one modality, and which one it lost.',
    strips: [
      { id: 'probability', title: 'Chance', of: ['modality-dropout/probability'], kind: 'lines', always: [0, 1] },
      { id: 'dropped', title: 'Dropped', of: ['modality-dropout/dropped'], kind: 'lanes' },
    ],
  },
];

export interface FoundStrip extends Strip {
  /** Series that the run has. */
  readonly names: readonly string[];
}
export interface FoundGroup extends Omit<StripGroup, 'strips'> {
  readonly strips: readonly FoundStrip[];
}

/** The strips that a run's series fill. */
export function stripsOf(names: readonly string[], modalities: readonly string[]): FoundGroup[] {
  const has = new Set(names);
  return GROUPS.flatMap(({ title, about, strips }) => {
    const found = strips.flatMap((strip): FoundStrip[] => {
      const of = strip.of
        .flatMap((base) => [base, ...modalities.map((modality) => `${base}/${modality}`)])
        .filter((name) => has.has(name));
      // A threshold alone is nothing to look at.
      return of.some((name) => !name.endsWith('/threshold')) ? [{ ...strip, names: of }] : [];
    });
    return found.length === 0 ? [] : [{ title, about, strips: found }];
  });
}
