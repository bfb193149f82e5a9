import { AppError } from '../../../core/errors/app-error.ts';
import type { ErrorCode } from '../../../core/errors/catalogue.ts';

/** A sample that cannot be prepared, and why: code and parameters of an `AppError`, so that it crosses from the workers. */
export interface SampleFault {
  readonly sample: string;
  readonly code: ErrorCode;
  readonly params: unknown;
}

export const faultOf = (sample: string, { code, params }: AppError): SampleFault => ({ sample, code, params });

export const errorOf = ({ code, params }: SampleFault): AppError => new AppError(code, params as never);

/** Ends the making of a shard whose samples are not all whole; all of them have been tried. */
export class SampleFaults extends Error {
  readonly faults: readonly SampleFault[];

  constructor(faults: readonly SampleFault[]) {
    super(`${faults.length} samples cannot be prepared`);
    this.faults = faults;
  }
}
