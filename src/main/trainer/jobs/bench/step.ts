import type { BenchJob, BenchStep } from '../../../../core/contract/bench.ts';
import { stepFlops } from '../../../../core/train/flops.ts';
import { highWaterMark } from '../../high-water-mark.ts';
import type { Between } from './between.ts';
import { measurePeak } from './peak.ts';
import { prepare } from './prepare.ts';

/** Warm-up steps, the peak, measured steps, the peak again. Null: asked to stop. */
export async function benchStep(job: Extract<BenchJob, { what: 'step' }>, between: Between): Promise<BenchStep | null> {
  const { runtime, place, request, step } = await prepare(job);
  const { batch } = job.config.training;
  const peak = () => measurePeak(request.modalities, batch, job.config.model.width, place.device);
  const seconds: number[] = [];
  const processorSeconds: number[] = [];
  const geometry: boolean[] = [];
  const tensors: number[] = [];
  const rss: number[] = [];
  let [regulated, dropped] = [0, 0];
  const peaks = [];
  const total = job.warmUp + job.steps;
  for (let done = 0; done < total; done++) {
    if (!(await between(done, total))) return null;
    if (done === job.warmUp) peaks.push(peak());
    const [began, before] = [performance.now(), process.cpuUsage()];
    const { values, hasGeometry } = step();
    const took = (performance.now() - began) / 1000;
    const { user, system } = process.cpuUsage(before);
    const memory = runtime.memory();
    tensors.push(memory.tensors);
    rss.push(memory.rss);
    if (done < job.warmUp) continue;
    seconds.push(took);
    processorSeconds.push((user + system) / 1e6);
    geometry.push(hasGeometry);
    if (isRegulated(values)) regulated++;
    if (Object.entries(values).some(([name, value]) => name.startsWith('modality-dropout/dropped/') && value === 1)) dropped++;
  }
  const peakRss = highWaterMark();
  peaks.push(peak());
  return {
    what: 'step',
    ...place,
    seconds,
    processorSeconds,
    geometry,
    flopsPerStep: stepFlops(request, batch),
    peaks,
    peakRss,
    rss: [rss[2] ?? rss.at(-1) ?? 0, rss.at(-1) ?? 0],
    tensors,
    regulated,
    dropped,
  };
}

/** A β above 0 that reaches a gradient (RedReg after its gate, InfoReg), or a factor other than 1 (OGM). */
const isRegulated = (values: Readonly<Record<string, number>>): boolean =>
  Object.entries(values).some(
    ([name, value]) =>
      (/^(orthogonal-projection|proximal-pull)\/beta\//.test(name) && value > 0) ||
      (name.startsWith('gradient-scaling/coefficient/') && value !== 1),
  );
