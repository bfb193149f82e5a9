import { describe, expect, it } from 'vitest';
import {
  addStep,
  endEpoch,
  firstOfficialState,
  growthOfNorm,
  type OfficialStep,
} from '../../../src/core/diagnostics/official.ts';
import { DiagnosticsSettings, diagnosticsPreset } from '../../../src/core/diagnostics/settings.ts';
import { evaluationTags } from '../../../src/core/diagnostics/tags.ts';
import { parameter } from '../../support/fake-step.ts';

const parameters = [
  parameter('audio.conv', 'audio', { shape: [1, 1, 2, 2] }),
  parameter('audio.conv2', 'audio', { shape: [2] }),
  parameter('audio.scale', 'audio', { kind: 'norm-scale', shape: [2] }),
  parameter('video.conv', 'video', { shape: [5] }),
  parameter('head.audio', 'audio', { part: 'head', kind: 'linear', shape: [4, 2] }),
  parameter('head', null, { part: 'fusion', kind: 'linear', shape: [5, 2] }),
  parameter('head.bias', null, { part: 'fusion', kind: 'bias', shape: [2] }),
];

const step = (squares: Record<string, number>, values: Record<string, number>, rate = 0.1): OfficialStep => ({
  parameters,
  squares,
  rate,
  values,
});

/** Two steps of an epoch. */
function afterTwo() {
  const state = firstOfficialState(['audio', 'video']);
  const values = (own: number, dropped: [number, number], beta: number) => ({
    'loss/fused': own,
    'loss/audio': 2 * own,
    'modality-dropout/probability': 0.4,
    'modality-dropout/dropped/audio': dropped[0],
    'modality-dropout/dropped/video': dropped[1],
    'orthogonal-projection/beta/audio': beta,
    'orthogonal-projection/beta/video': 0,
  });
  const first = {
    'audio.conv': 8,
    'audio.conv2': 6,
    'audio.scale': 99,
    'video.conv': 10,
    'head.audio': 16,
    head: 20,
    'head.bias': 99,
  };
  const second = { ...first, 'audio.conv': 4, 'video.conv': 0, head: 10 };
  return addStep(addStep(state, step(first, values(1, [1, 0], 1.2))), step(second, values(3, [0, 0], 0), 0.2));
}

describe('the official figures of an epoch', () => {
  const { state, values } = endEpoch(afterTwo());

  it('are mean losses', () => {
    expect(values).toMatchObject({ 'Loss/Total Loss': 2, 'Loss/Audio Loss': 4 });
  });

  it('are traces: over convolutions and linear weights the mean over weights of the sum over steps of g²', () => {
    // audio: (8 + 4)/4 + (6 + 6)/2 = 9; video: 10/5 = 2; audio head: 32/8 = 4; fused head: 30/10 = 3. Norms and biases do not count.
    expect(values).toMatchObject({
      FIM_Trace_audio: 9,
      Fim_Trace_visual: 2,
      fim_trace_audio_head: 4,
      fim_trace_mm_head: 3,
      FIM_Trace: 18,
    });
  });

  it('are the mean over convolutions and steps of η ‖g‖², and its growth', () => {
    // audio: (0.1 · 8 + 0.1 · 6 + 0.2 · 4 + 0.2 · 6) / 4 = 0.85; video: (1 + 0) / 2.
    expect(values['epoch_audio_L2_norm_mean']).toBeCloseTo(0.85, 12);
    expect(values['epoch_visual_L2_norm_mean']).toBeCloseTo(0.5, 12);
    // Ten zeros before: the mean of eleven is 0.5/11, that of the ten is 0 and so 1e-7.
    expect(values['FGN_visual']).toBeCloseTo((0.5 / 11 - 1e-7) / (0.5 / 11), 12);
    expect(state.norms['video']).toHaveLength(11);
    expect(state.norms['video']?.at(-1)).toBe(0.5);
  });

  it('are the probability of dropping and each modality’s share of the drops', () => {
    expect(values).toMatchObject({ modal_drop_p: 0.4, modal_drop_audio_ratio: 1, modal_drop_visual_ratio: 0 });
  });

  it('are the share of steps in which a link acted', () => {
    expect(values).toMatchObject({
      'orthogonal-projection/active-share/audio': 0.5,
      'orthogonal-projection/active-share/video': 0,
    });
  });

  it('begin anew with the next epoch, but for the list of norms', () => {
    const next = endEpoch(addStep(state, step({ 'video.conv': 20 }, { 'loss/fused': 7 })));
    expect(next.values).toMatchObject({ 'Loss/Total Loss': 7, Fim_Trace_visual: 4, FIM_Trace: 4 });
    expect(next.values).not.toHaveProperty('modal_drop_p');
    // Newest eleven: nine zeros, 0.5, 2; the ten before the newest: nine zeros, 0.5.
    expect(next.values['FGN_visual']).toBeCloseTo((2.5 / 11 - 0.5 / 10) / (2.5 / 11), 12);
    expect(endEpoch(next.state).values).toEqual({});
  });

  it('survive a save in mid-epoch as JSON', () => {
    expect(endEpoch(JSON.parse(JSON.stringify(afterTwo())) as ReturnType<typeof afterTwo>)).toEqual({ state, values });
  });
});

it('the norm does not grow where it stays', () => {
  expect(growthOfNorm(Array.from({ length: 11 }, () => 3))).toBe(0);
});

it('evaluation has the scripts’ tags, for other modalities ones like them', () => {
  expect(evaluationTags({ accuracy: 0.7, modalityAccuracy: { audio: 0.5, video: 0.4, text: 0.3 } })).toEqual({
    'Evaluation/Total Accuracy': 0.7,
    'Evaluation/Audio Accuracy': 0.5,
    'Evaluation/Visual Accuracy': 0.4,
    'Evaluation/Text Accuracy': 0.3,
  });
});

it('presets for a bench: nothing at all, or the defaults with the geometry at every k-th step', () => {
  expect(diagnosticsPreset('off')).toEqual({ geometryEvery: 0, official: false, averageGradients: 'off', shapley: 'off' });
  expect(diagnosticsPreset(10)).toEqual(DiagnosticsSettings.parse({}));
  expect(diagnosticsPreset(1)).toEqual({ ...DiagnosticsSettings.parse({}), geometryEvery: 1 });
});
