import type { FromTrainer, RunEnvironment, SplitMetrics } from '../../core/contract/trainer.ts';
import type { RunEvent } from '../store/events.ts';

/** What the log of a run says of a trainer's message; null for those that it does not name. */
export function logLineOf(message: FromTrainer): Pick<RunEvent, 'level' | 'text'> | null {
  switch (message.type) {
    case 'ready':
      return info(readyText(message.environment));
    case 'metrics':
      return message.which === 'last' ? info(metricsText(message.epoch, message.split, message.metrics)) : null;
    case 'checkpoint': {
      const { kind, epoch, step, bytes } = message.checkpoint;
      return info(`Checkpoint "${kind}" of epoch ${String(epoch)}, step ${String(step)}: ${(bytes / 1e6).toFixed(1)} MB.`);
    }
    case 'paused':
      return info(`Paused at step ${String(message.step)}.`);
    case 'stopped':
      return info(`Stopped at step ${String(message.step)}${message.kept ? '; weights and figures are kept' : ''}.`);
    case 'done':
      return info(`Finished after ${message.seconds.toFixed(0)} s.`);
    case 'failed':
      return { level: 'error', text: `${message.error.code}: ${message.error.message}` };
    default:
      return null;
  }
}

const info = (text: string) => ({ level: 'info', text }) as const;

function readyText({ deviceName, device, threads, versions, samples, parameters }: RunEnvironment): string {
  const engine = versions['tensorflow'] === undefined ? '' : ` with TensorFlow ${versions['tensorflow']}`;
  const { train, validation, test } = samples;
  return `Ready on ${deviceName === '' ? device : deviceName}, ${String(threads)} threads${engine}: ${String(train)} training, ${String(validation)} validation, ${String(test)} test samples; ${parameters.toLocaleString('en')} parameters.`;
}

function metricsText(epoch: number, split: string, { accuracy, modalityAccuracy, loss }: SplitMetrics): string {
  const modalities = Object.entries(modalityAccuracy).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  return `Epoch ${String(epoch)}, ${split}: ${[`accuracy ${accuracy.toFixed(3)}`, ...modalities, `loss ${loss.toFixed(4)}`].join(', ')}.`;
}
