import type { Recorded } from './recorded.ts';

/** Where a recorded field is found among our series. `decision` fields must be equal; the others are compared by relative distance. */
export interface Field {
  /** The official script's name for it. */
  readonly recorded: string;
  readonly series: string;
  readonly decision?: 'on-off';
}

const modalities = [
  ['audio', 'a'],
  ['video', 'v'],
] as const;

const each = (f: (id: string, letter: string) => Field): Field[] => modalities.map(([id, letter]) => f(id, letter));

const norms: readonly Field[] = [
  { recorded: 'grad_norm_audio', series: 'gradient/audio' },
  { recorded: 'grad_norm_visual', series: 'gradient/video' },
];

const ownLosses = (prefix: string): Field[] => each((id, letter) => ({ recorded: `${prefix}_${letter}`, series: `loss/${id}` }));

const ogmFields: readonly Field[] = [
  { recorded: 'loss', series: 'loss/fused' },
  ...ownLosses('loss'),
  ...norms,
  ...each((id, letter) => ({ recorded: `score_${letter}`, series: `unimodal-scores/score/${id}` })),
  ...each((id, letter) => ({ recorded: `ratio_${letter}`, series: `gradient-scaling/ratio/${id}` })),
  ...each((id, letter) => ({ recorded: `coeff_${letter}`, series: `gradient-scaling/coefficient/${id}` })),
  ...each((id, letter) => ({ recorded: `coeff_${letter}`, series: `gradient-scaling/coefficient/${id}`, decision: 'on-off' })),
];

/** What is compared in every step, by official script. A field that the script's record lacks is skipped. */
export const fieldsOf: Readonly<Record<Recorded['method'], readonly Field[]>> = {
  redreg: [
    { recorded: 'loss', series: 'loss/fused' },
    ...ownLosses('loss_out'),
    ...norms,
    ...each((id, letter) => ({ recorded: `drop_${letter}`, series: `modality-dropout/dropped/${id}`, decision: 'on-off' })),
    ...each((id, letter) => ({ recorded: `prob_${letter}`, series: `unimodal-scores/score/${id}` })),
    ...each((id, letter) => ({ recorded: `s_${letter}`, series: `unimodal-scores/growth/${id}` })),
    ...each((id, letter) => ({ recorded: `red_${letter}`, series: `redundancy-monitor/redundancy/${id}` })),
    ...each((id, letter) => ({ recorded: `ema_red_${letter}`, series: `redundancy-monitor/average/${id}` })),
    ...each((id, letter) => ({ recorded: `red_${letter}_norm`, series: `redundancy-monitor/normalised/${id}` })),
    ...each((id, letter) => ({ recorded: `r_${letter}`, series: `redundancy-monitor/r/${id}` })),
    ...each((id, letter) => ({ recorded: `beta_${letter}`, series: `orthogonal-projection/beta/${id}` })),
    ...each((id, letter) => ({ recorded: `beta_${letter}`, series: `orthogonal-projection/beta/${id}`, decision: 'on-off' })),
    { recorded: 'pos_sim', series: 'co-information-gate/similarity' },
    { recorded: 'agree_gate', series: 'co-information-gate/gate', decision: 'on-off' },
    { recorded: 'AGREE_THR', series: 'co-information-gate/threshold' },
    { recorded: 'modal_drop_p', series: 'modality-dropout/probability' },
  ],
  inforeg: [
    { recorded: 'loss', series: 'loss/fused' },
    ...ownLosses('loss_out'),
    ...norms,
    ...each((id, letter) => ({ recorded: `score_${letter}`, series: `unimodal-scores/score/${id}` })),
    { recorded: 'k', series: 'learning-window/k' },
    { recorded: 'beta', series: 'information-gap/beta/audio' },
    { recorded: 'beta', series: 'information-gap/beta/audio', decision: 'on-off' },
    { recorded: 'beta2', series: 'information-gap/beta/video' },
    { recorded: 'beta2', series: 'information-gap/beta/video', decision: 'on-off' },
  ],
  normal: ogmFields.filter(
    (field) => !field.recorded.startsWith('score') && !field.recorded.startsWith('ratio') && !field.recorded.startsWith('coeff'),
  ),
  ogm: ogmFields,
  ogmge: ogmFields,
};

/** Logged means of gradients, compared by absolute distance at the first step (methods.md 6.1). */
export const averageFields: readonly Field[] = [
  { recorded: 'average_grad_audio', series: 'average-gradient/audio/own' },
  { recorded: 'average_grad_visual', series: 'average-gradient/video/own' },
  { recorded: 'average_grad_audio_mm', series: 'average-gradient/audio/fused' },
  { recorded: 'average_grad_visual_mm', series: 'average-gradient/video/fused' },
];
