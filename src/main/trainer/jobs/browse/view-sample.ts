import type { BrowseAnswers } from '../../../../core/contract/browse.ts';
import type { SampleView } from '../../../../core/contract/data.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import type { SplitName } from '../../../../core/data/dataset.ts';
import { decodeWav } from '../../../../core/data/audio/wav-samples.ts';
import { pixelsOfNormalized } from '../../../../core/data/image/normalize.ts';
import type { ListEntry } from '../../../../core/data/list.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileBytes } from '../../loading/files.ts';
import { loaders } from '../../loading/layouts.ts';
import type { ListedSet } from '../../loading/scanned-set.ts';
import { sourceOf, type SourcePlan } from '../../loading/sources/index.ts';
import { chosenFrames, type FramePlan } from '../../loading/sources/picture-frames.ts';
import type { WavPlan } from '../../loading/sources/wav-spectrogram.ts';
import { playableWav } from './playable-wav.ts';
import { problemList, type ProblemList } from './problems.ts';
import { waveform } from './waveform.ts';

/** As in evaluation, which draws the same for a sample every time. */
const EVALUATION = { seed: 0, epoch: 0, training: false } as const;

/** One sample as its files are and as the network gets it. What cannot be read is told, and the rest is shown. */
export async function viewSample(definition: DatasetDefinition, name: string): Promise<BrowseAnswers['sample']> {
  const loader = loaders[definition.layout];
  const listed = await loader.list(definition, () => undefined);
  const entry = listed?.entries.get(name);
  if (!listed || !entry) throw new AppError('data.unknown-sample', { name, set: definition.name });
  const problems = problemList();
  const plans = loader.inspector(definition, problems.report)(entry);
  const view = { audio: null, video: null } as { audio: SampleView['audio']; video: SampleView['video'] };
  for (const plan of plans) {
    if (plan.kind === 'wav-spectrogram') view.audio = await told(entry, problems, () => audioOf(plan));
    else view.video = await told(entry, problems, () => videoOf(plan));
  }
  return { name, split: splitOf(listed, name), label: entry.label, ...view, problems: problems.result().problems };
}

async function told<T>({ stem }: ListEntry, { report }: ProblemList, look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    report(error, { stem });
    return null;
  }
}

function splitOf({ validation, test }: ListedSet, name: string): SplitName {
  if (test.names.includes(name)) return 'test';
  return validation?.names.includes(name) ? 'validation' : 'train';
}

/** The network's input of the plan's one item. */
async function inputOf(plan: SourcePlan): Promise<Float32Array> {
  const [item] = plan.items;
  const input = new Float32Array(plan.modality.shape.reduce((n, size) => n * size, 1));
  if (item) await sourceOf(plan).fill(item, plan, null, EVALUATION, input, 0);
  return input;
}

async function audioOf(plan: WavPlan): Promise<SampleView['audio']> {
  const [item] = plan.items;
  if (!item) return null;
  const { samples, rate } = decodeWav(await fileBytes(item.file), item);
  const [bins = 0, frames = 0] = plan.modality.shape;
  return {
    wav: playableWav(samples, rate),
    rate,
    seconds: samples.length / rate,
    usedSeconds: plan.settings.seconds,
    waveform: waveform(samples),
    spectrogram: await inputOf(plan),
    shape: [bins, frames],
  };
}

async function videoOf(plan: FramePlan): Promise<SampleView['video']> {
  const [item] = plan.items;
  if (!item) return null;
  const [count = 0, height = 0, width = 0] = plan.modality.shape;
  const pixels = pixelsOfNormalized(await inputOf(plan));
  const each = 3 * height * width;
  return {
    width,
    height,
    frames: Array.from({ length: count }, (_, i) => pixels.slice(i * each, (i + 1) * each)),
    files: chosenFrames(item, plan, EVALUATION).map((frame) => item.files[frame]?.name ?? ''),
  };
}
