import * as tf from '@tensorflow/tfjs-core';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import util from 'node:util';
import { AppError } from '../../../core/errors/app-error.ts';
import { gpuDriver } from '../../../../scripts/pack/gpu-driver.mjs';
import { chooseEngine, type ChooseOptions, type DevicePreference, type Engine } from './choose-engine.ts';
import { type KernelChoice, registerKernels } from './kernels/index.ts';
import type { NodeBackend, NodeBinding } from './node-backend.ts';

/** The opened device, and what is worth noting about it in a run's record. */
export interface Runtime {
  readonly device: 'cpu' | 'gpu';
  /** The card's or the processor's name, as the system gives it. */
  readonly deviceName: string;
  readonly versions: {
    readonly tensorflow: string;
    readonly tfjs: string;
    readonly node: string;
    /** Version of tfjs-node-gpu, and where its addon comes from. */
    readonly binding: string;
  };
  /** Bytes of the process, tensors known to the engine and their bytes. On a GPU the tensors' bytes lie on the card. */
  memory(): { readonly rss: number; readonly tensors: number; readonly bytes: number };
  readonly backend: NodeBackend;
}

export interface OpenOptions extends ChooseOptions {
  /** Threads that one operation may use; by default all cores. Part of what makes a run repeat bit for bit. */
  readonly threads?: number | undefined;
  /** `plain` leaves the fused kernels out: slower, the same mathematics. For comparisons. */
  readonly kernels?: KernelChoice | undefined;
}

interface NodeGpuPackage {
  readonly NodeJSKernelBackend: new (binding: NodeBinding, packageName: string) => NodeBackend;
}

/** NodeJSKernelBackend compares with exactly this name, and its kernels are registered for exactly this backend. */
const PACKAGE = '@tensorflow/tfjs-node-gpu';
const BACKEND = 'tensorflow';

const requireCommonJs = createRequire(import.meta.url);

let opened:
  { readonly runtime: Promise<Runtime>; readonly preference: DevicePreference; readonly threads: number | undefined } | undefined;

/**
 * Loads TensorFlow and makes it the backend of TF.js. Once a process: the library reads its settings when it loads, so a second call
 * gives the same runtime, and asking for another device or thread count then is a bug.
 *
 * Throws pack.missing, pack.damaged, pack.load-failed, pack.no-gpu, pack.unsupported-platform.
 */
export async function openRuntime(preference: DevicePreference, options: OpenOptions = {}): Promise<Runtime> {
  if (opened !== undefined) {
    if (opened.preference !== preference || opened.threads !== options.threads)
      throw new Error(
        `TensorFlow is open for "${opened.preference}" with ${opened.threads ?? 'all'} threads; one process has one runtime.`,
      );
    return opened.runtime;
  }
  const engine = await chooseEngine(preference, options);
  opened ??= { runtime: load(engine, preference, options), preference, threads: options.threads };
  return opened.runtime;
}

async function load(engine: Engine, preference: DevicePreference, { threads, kernels }: OpenOptions): Promise<Runtime> {
  setEnvironment(engine, threads);
  addRemovedUtilities();
  // The package is CommonJS and brings its own copy of tfjs-core, which shares engine and registries with ours through globalThis.
  // Without PROD it would print a line for each of the 170 kernels that both copies register, and advertise itself later.
  // Not IS_TEST, which has the same effect: with it the engine searches every kernel for leaks.
  tf.env().set('PROD', true);
  requireCommonJs(`${PACKAGE}/dist/register_all_kernels`);
  const { NodeJSKernelBackend } = requireCommonJs(`${PACKAGE}/dist/nodejs_kernel_backend`) as NodeGpuPackage;
  const backend = new NodeJSKernelBackend(loadBinding(engine.binding), PACKAGE);
  if (preference === 'gpu' && !backend.isUsingGpuDevice)
    throw new AppError('pack.no-gpu', {
      detail: gpuDriver() === undefined ? 'no NVIDIA driver is loaded' : 'the driver is there, but TensorFlow opened no card',
    });

  tf.registerBackend(BACKEND, () => backend);
  await tf.setBackend(BACKEND);
  await tf.ready();
  registerKernels(backend, kernels);
  return describe(backend, engine);
}

/**
 * What the library reads from the environment. Setting process.env reaches getenv() at once, so it works as long as nothing is
 * loaded yet (checked: TF_NUM_INTRAOP_THREADS set this way halves the speed of a large matrix product, as it does set outside).
 * LD_LIBRARY_PATH is the exception: the system's loader reads it at the start of the process only.
 * The library writes two lines about oneDNN to stderr while it loads, before it looks at the log level: nothing set here helps.
 *
 * Threads, measured on two cores with 1536 x 1536 products (processor time by wall time): nothing set 1.7-1.9;
 * TF_NUM_INTRAOP_THREADS=1 1.02; OMP_NUM_THREADS=1 1.7 and TF_NUM_INTEROP_THREADS=1 1.6, both without effect: this build's oneDNN
 * runs on TensorFlow's own pool. So intra-op is the one setting, and it covers oneDNN and Eigen alike.
 */
function setEnvironment(engine: Engine, threads: number | undefined): void {
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  if (threads !== undefined) process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  if (!engine.mayUseGpu) process.env['CUDA_VISIBLE_DEVICES'] = '-1';
}

/** tfjs-node-gpu 4.22 calls two functions that Node 23 removed (tensorflow/tfjs#8609, mended there but never released). */
function addRemovedUtilities(): void {
  const old = util as typeof util & { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean };
  old.isNullOrUndefined ??= (value) => value == null;
  old.isArray ??= Array.isArray;
}

function loadBinding(path: string): NodeBinding {
  try {
    return requireCommonJs(path) as NodeBinding;
  } catch (error) {
    throw new AppError(
      'pack.load-failed',
      { folder: dirname(path), detail: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
}

function describe(backend: NodeBackend, engine: Engine): Runtime {
  const device = backend.isUsingGpuDevice ? 'gpu' : 'cpu';
  const { version } = requireCommonJs(`${PACKAGE}/package.json`) as { version: string };
  return {
    device,
    deviceName: (device === 'gpu' ? gpuDriver()?.cards[0] : cpus()[0]?.model.trim()) ?? 'unknown',
    versions: {
      tensorflow: backend.binding.TF_Version,
      tfjs: tf.version_core,
      node: process.versions.node,
      binding: `${version} (${engine.origin === 'stock' ? 'stock addon' : `${engine.origin} pack`})`,
    },
    memory() {
      const { numTensors, numBytes } = tf.memory();
      return { rss: process.memoryUsage.rss(), tensors: numTensors, bytes: numBytes };
    },
    backend,
  };
}
