import type { NodeBackend } from '../node-backend.ts';

/** Registers the fused kernels of this program for the backend. */
export function registerKernels(_backend: NodeBackend): void {}
