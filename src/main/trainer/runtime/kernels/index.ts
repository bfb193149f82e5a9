import type { NodeBackend } from '../node-backend.ts';
import { registerBatchNorm } from './batch-norm.ts';
import { registerStatelessNormal } from './stateless-normal.ts';

/** Registers the fused kernels of this program for the backend. Each has a composed twin in core that works on any backend. */
export function registerKernels(backend: NodeBackend): void {
  registerBatchNorm(backend);
  registerStatelessNormal(backend);
}
