import { fingerprintDifference, type FingerprintPart } from '../../data/fingerprint.ts';

const DIFFERENCES: Readonly<Record<FingerprintPart, string>> = {
  classes: 'other classes',
  samples: 'other samples, labels or test samples',
  files: 'files of other names or sizes',
  content: 'files with another content',
};

/** What differs, as far as it is known. Where samples or files differ, so do those whose content is looked at: that says nothing more. */
function differenceText({ expected, found }: { expected: string; found: string }): string {
  const parts = fingerprintDifference(expected, found);
  if (parts === null) return 'it has another fingerprint';
  const told = parts.length > 1 ? parts.filter((part) => part !== 'content') : parts;
  return `it has ${told.map((part) => DIFFERENCES[part]).join(', and ')}`;
}

export const train = {
  internal: (p: { stack: string }) => `A fault in the program. ${p.stack}`,
  'train.not-finite': (p: {
    epoch: number;
    step: number;
    loss: string;
    lastLink: string;
    lastFinite: Readonly<Record<string, number>>;
  }) =>
    `The loss became ${p.loss} in epoch ${String(p.epoch)}, step ${String(p.step)}; the run stopped before the update. ` +
    `The link that ran last: ${p.lastLink}. Last finite values: ${
      Object.entries(p.lastFinite)
        .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
        .join(', ') || 'none'
    }. A smaller learning rate is the usual cure.`,
  'train.bad-setting': (p: { issues: readonly string[] }) => `These settings are not valid: ${p.issues.join('; ')}.`,
  'train.unknown-setting': (p: { path: string; known: readonly string[] }) =>
    `There is no setting "${p.path}". At that place there are: ${p.known.join(', ') || 'none'}.`,
  'train.empty-split': (p: { split: string }) =>
    `The ${p.split} split has no samples, so there is nothing to train on or to measure.`,
  'checkpoint.unreadable': (p: { file: string; problem: string }) =>
    `${p.file} is not a readable checkpoint: ${p.problem}. Expected a whole safetensors file. Use another checkpoint or train again.`,
  'checkpoint.does-not-fit': (p: { file: string; missing: readonly string[]; wrong: readonly string[] }) =>
    `${p.file} does not fit this model. Missing: ${p.missing.slice(0, 3).join(', ') || 'none'}; of another shape: ${p.wrong.slice(0, 3).join(', ') || 'none'}. ` +
    `It belongs to a run with other settings.`,
  'checkpoint.disk-full': (p: { file: string }) =>
    `The disk is full while ${p.file} was being written. The last whole checkpoint is kept. Free some space, then go on with "redreg resume".`,
  'checkpoint.unwritable': (p: { file: string; reason: string }) =>
    `${p.file} could not be written (${p.reason}). The last whole checkpoint is kept. Make its folder writable, then go on with "redreg resume".`,
  'checkpoint.missing': (p: { run: string; file: string }) =>
    `Run ${p.run} was saved, but ${p.file} is not there; checkpoints lie beside the library. Put the file back, or train again.`,
  'data.other-fingerprint': (p: { expected: string; found: string }) =>
    `The data set is not the one this run was trained on: ${differenceText(p)} (fingerprint ${p.found}, the run's is ${p.expected}). Point the run at the original files.`,
  'verify.no-files': (p: { path: string }) =>
    `${p.path} holds no recorded runs. Expected files named like redreg.short0.f32.json with a .f64.json beside each.`,
  'verify.bad-file': (p: { file: string; problem: string }) =>
    `${p.file} is not a recorded run: ${p.problem}. Expected the format of the golden runs, both precisions (.f32.json and .f64.json).`,
} as const;
