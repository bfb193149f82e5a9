import { packTexts } from '../../src/core/errors/catalogue/pack-texts.mjs';

/**
 * An error the user can mend, before anything is built: the same codes, parameters and texts as AppError's, which cannot be
 * imported here (it is TypeScript). Its plain form is what AppError.toData() gives.
 *
 * @template {import('../pack/types.d.mts').SetupErrorCode} C
 */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';

  /**
   * @param {C} code
   * @param {import('../pack/types.d.mts').SetupErrorParams<C>} params
   * @param {ErrorOptions} [options]
   */
  constructor(code, params, options) {
    super(/** @type {(p: unknown) => string} */ (packTexts[code])(params), options);
    this.code = code;
    this.params = params;
  }

  toData() {
    return { code: this.code, message: this.message, params: this.params };
  }
}
