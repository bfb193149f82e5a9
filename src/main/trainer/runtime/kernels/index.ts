import type { NodeBackend } from '../node-backend.ts';
import { registerBatchNorm } from './batch-norm.ts';
import { registerConvolution } from './convolution.ts';
import { registerElementwise } from './elementwise.ts';
import { registerMaxPool } from './max-pool.ts';
import { findMklKernels } from './mkl.ts';
import { registerStatelessNumbers } from './stateless-normal.ts';

/**
 * Which kernels are put in: `fused` all of them, each with a composed twin in core that works on any backend; `plain` none but the chance
 * (another source of chance would be another run).
 */
export type KernelChoice = 'fused' | 'plain';

/** Registers the fused kernels of this program for the backend. */
export function registerKernels(backend: NodeBackend, choice: KernelChoice = 'fused'): void {
  registerStatelessNumbers(backend);
  if (choice === 'plain') return;
  const mkl = findMklKernels(backend);
  registerBatchNorm(backend, mkl);
  registerConvolution(backend);
  registerElementwise(backend);
  registerMaxPool(backend, mkl);
}
