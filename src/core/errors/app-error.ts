import { catalogue, type ErrorCode, type ErrorParams } from './catalogue.ts';

/** What crosses process, database and command-line borders: never a stack, never an Error object. */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly params: unknown;
}

/** An error the user can act on. Anything else that is thrown is a bug in this program. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError';
  readonly code: C;
  readonly params: ErrorParams<C>;

  constructor(code: C, params: ErrorParams<C>, options?: ErrorOptions) {
    super((catalogue[code] as (p: unknown) => string)(params), options);
    this.code = code;
    this.params = params;
  }

  toData(): ErrorData {
    return { code: this.code, message: this.message, params: this.params };
  }
}

/** The plain form of anything thrown: an AppError as itself, a bug under the code `internal`, with its stack as a parameter. */
export function errorData(thrown: unknown): ErrorData {
  if (thrown instanceof AppError) return thrown.toData();
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { code: 'internal', message: `A fault in the program: ${error.message}`, params: { stack: error.stack ?? '' } };
}
