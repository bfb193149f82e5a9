import type { CheckpointInfo, TrainJob } from '../../../core/contract/trainer.ts';
import type { Dataset } from '../../../core/data/dataset.ts';
import { isOfFingerprint } from '../../../core/data/fingerprint.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { type CheckpointPosition, positionOf, unpackCheckpoint } from '../../../core/train/checkpoint.ts';
import type { TrainingState } from '../../../core/train/training.ts';
import { checkpointFile, readCheckpoint, readMetadata } from '../checkpoint-file.ts';
import type { OpenedRun } from '../open-run.ts';

export interface GoOn {
  readonly position: CheckpointPosition;
  /** Absent: nothing was saved, so the run starts from fresh weights. */
  readonly state?: TrainingState;
  /** The file it goes on from, as it is: the library may not have heard of it. */
  readonly checkpoint?: CheckpointInfo;
}

/**
 * Where a resumed run goes on: at the checkpoint that is furthest on, the last or the best one, since both hold everything.
 * Errors: `data.other-fingerprint`, `checkpoint.…`.
 */
export async function goOn({ resume, run, folders }: TrainJob, { dataset, request }: OpenedRun): Promise<GoOn> {
  const { checkpoints = [], fingerprint = null } = resume ?? {};
  checkFingerprint(fingerprint, dataset);
  const found = await Promise.all(
    checkpoints.map(async ({ kind, file }) => {
      const metadata = await readMetadata(file);
      return { kind, file, metadata, ...positionOf(metadata, file) };
    }),
  );
  const [furthest] = found.toSorted((a, b) => b.globalStep - a.globalStep);
  if (!furthest) return { position: { epoch: 0, step: 0 } };
  const { kind, file, metadata } = furthest;
  if (metadata['run'] !== undefined && metadata['run'] !== run)
    throw new AppError('checkpoint.unreadable', { file, problem: `it belongs to run ${metadata['run']}, expected ${run}` });
  checkFingerprint(metadata['fingerprint'] ?? null, dataset);
  // The best one is measured at the end; better told now than then.
  if (furthest.position.best && !found.some((one) => one.kind === 'best'))
    throw new AppError('checkpoint.missing', { run, file: checkpointFile(folders.checkpoints, 'best') });
  const contents = await readCheckpoint(file);
  const { state, position } = unpackCheckpoint(contents, request.model, file);
  return { state, position, checkpoint: { kind, epoch: position.epoch, step: state.globalStep, ...contents.info } };
}

function checkFingerprint(expected: string | null, dataset: Dataset): void {
  if (expected === null || isOfFingerprint(expected, dataset)) return;
  throw new AppError('data.other-fingerprint', { expected, found: dataset.fingerprint });
}
