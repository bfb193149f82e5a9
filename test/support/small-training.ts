import * as tf from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../../src/core/data/dataset.ts';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import { diagnosticsPreset, type DiagnosticsSettings } from '../../src/core/diagnostics/settings.ts';
import { findMethod } from '../../src/core/methods/index.ts';
import { normalNumbers } from '../../src/core/tensor/stateless-normal.ts';
import { assemble } from '../../src/core/train/assemble.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import type { DeviceBatch, TrainingRequest } from '../../src/core/train/training.ts';

/** Inputs small enough for a test, large enough that every stage of the network has some room. */
export const MODALITIES: readonly ModalityInfo[] = [
  { id: 'audio', kind: 'spectrogram', shape: [33, 40, 1] },
  { id: 'video', kind: 'frames', shape: [2, 32, 32, 3] },
];

export interface SmallRun {
  readonly method: string;
  readonly diagnostics?: Partial<DiagnosticsSettings>;
  readonly links?: RunConfig['links'];
  readonly width?: number;
  readonly learningRate?: number;
  readonly stepsPerEpoch?: number;
}

/** A training of a small network; the official settings but for size and rate. Nothing is measured unless `diagnostics` says so. */
export function smallRequest(run: SmallRun): TrainingRequest {
  const { method, diagnostics = {}, links = {}, width = 4, learningRate = 1e-3, stepsPerEpoch = 3 } = run;
  const config = RunConfig.parse({
    method,
    links,
    data: DatasetDefinition.parse({ layout: 'crema-d', name: 'none', root: '/' }),
    model: { width },
    training: { ...findMethod(method).official, epochs: 4, batch: 4, learningRate },
    diagnostics: { ...diagnosticsPreset('off'), ...diagnostics },
  });
  return assemble(config, { modalities: MODALITIES, classes: 3, trainSamples: 4 * stepsPerEpoch });
}

/** Batches of four samples that carry their class: noise, and a mark in one place for each class. The caller disposes them. */
export function smallBatches(count: number): DeviceBatch[] {
  return Array.from({ length: count }, (_, b) => {
    const labels = [0, 1, 2, b % 3];
    const audio = normalNumbers(10 + b, 4 * 33 * 40);
    const video = normalNumbers(50 + b, 4 * 2 * 32 * 32 * 3);
    for (const [sample, label] of labels.entries()) {
      audio.fill(3, sample * 1320 + label * 440, sample * 1320 + label * 440 + 200);
      video.fill(1, sample * 6144 + label * 2048, sample * 6144 + label * 2048 + 300);
    }
    return {
      inputs: { audio: tf.tensor(audio, [4, 33, 40, 1]), video: tf.tensor(video, [4, 2, 32, 32, 3]) },
      labels: tf.tensor1d(labels, 'int32'),
    };
  });
}

export const disposeBatches = (batches: readonly DeviceBatch[]): void => {
  for (const { inputs, labels } of batches) tf.dispose([...Object.values(inputs), labels]);
};
