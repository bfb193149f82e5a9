import { packTexts } from './pack-texts.mjs';

/** Errors of the set-up: the TensorFlow pack, packages, build. The texts stand in plain JavaScript because set-up runs unbuilt. */
export const pack = packTexts;
