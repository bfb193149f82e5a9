import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AppError } from '../../../core/errors/app-error.ts';
import { inspectPack } from '../../../../scripts/pack/find-pack.mjs';
import { gpuDriver } from '../../../../scripts/pack/gpu-driver.mjs';
import type { FindOptions, Pack, PackKind, PackState } from '../../../../scripts/pack/types.d.mts';

/** The library to load: ours, or the addon that tfjs-node-gpu brings itself where the user has it. */
export interface Engine {
  /** Absolute path of the addon. */
  readonly binding: string;
  readonly origin: PackKind | 'stock';
  /** False: computes on the CPU even where there is a card. */
  readonly mayUseGpu: boolean;
}

export type DevicePreference = 'auto' | 'cpu' | 'gpu';

export interface ChooseOptions extends FindOptions {
  /** For tests: whether there is a driver, and where the stock addon would lie. */
  readonly hasDriver?: boolean;
  readonly stockAddon?: string;
}

/**
 * Which engine serves a preference. `auto` takes the GPU pack where there is a driver for it; a GPU pack also serves as a CPU pack.
 * A pack that is damaged is not passed over in silence unless another one serves.
 *
 * Throws pack.missing, pack.damaged, pack.unsupported-platform.
 */
export async function chooseEngine(preference: DevicePreference, options: ChooseOptions = {}): Promise<Engine> {
  const hasDriver = options.hasDriver ?? gpuDriver() !== undefined;
  const [cpu, gpu] = [await inspectPack('cpu', options), await inspectPack('gpu', options)];
  const wantsGpu = preference === 'gpu' || (preference === 'auto' && hasDriver);

  if (wantsGpu && gpu.state === 'ready') return fromPack(gpu.pack, true);
  const stock = options.stockAddon ?? stockAddonPath();
  if (preference === 'gpu') {
    if (existsSync(stock)) return { binding: stock, origin: 'stock', mayUseGpu: true };
    throw unusable('gpu', gpu);
  }
  if (cpu.state === 'ready') return fromPack(cpu.pack, false);
  if (gpu.state === 'ready') return fromPack(gpu.pack, false);
  if (existsSync(stock)) return { binding: stock, origin: 'stock', mayUseGpu: wantsGpu };
  throw unusable('cpu', cpu);
}

const fromPack = (pack: Pack, mayUseGpu: boolean): Engine => ({ binding: pack.binding, origin: pack.kind, mayUseGpu });

function unusable(kind: PackKind, state: PackState): AppError {
  switch (state.state) {
    case 'ready':
      throw new Error(`The pack in ${state.folder} is ready: nothing is wrong with it.`);
    case 'absent':
      return new AppError('pack.missing', { kind, folder: state.folder });
    case 'damaged':
      return new AppError('pack.damaged', { folder: state.folder, problems: state.problems });
    case 'unsupported':
      return new AppError('pack.unsupported-platform', { kind, platform: state.platform, supported: state.supported });
    default:
      return state satisfies never;
  }
}

/** Where tfjs-node-gpu's own install script puts its addon (package.json, binary.module_path; N-API 8). */
function stockAddonPath(): string {
  const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json');
  return join(dirname(manifest), 'lib', 'napi-v8', 'tfjs_binding.node');
}
