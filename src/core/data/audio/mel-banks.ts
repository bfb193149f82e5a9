/** One triangular filter: the weights of the transform's bins from `first` on. */
export interface MelFilter {
  readonly first: number;
  readonly weights: Float32Array;
}

export interface MelBanksForm {
  /** Number of filters. */
  readonly bins: number;
  /** Length of the padded window, in samples. */
  readonly window: number;
  /** Hertz. */
  readonly rate: number;
  /** Where the lowest filter begins, in hertz; the highest one ends at half the rate. */
  readonly lowest: number;
}

/** Kaldi's mel scale. */
const melOf = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);

const f32 = Math.fround;

/** The same in single precision, operation by operation, as torch does it on a tensor. */
const melOfBin = (hertz: number): number => f32(1127 * f32(Math.log(f32(1 + f32(hertz / 700)))));

/**
 * Triangular filters, evenly spaced and overlapping by half on the mel scale, over the power spectrum without its last bin.
 *
 *     weight = max(0, min((mel - left) / (centre - left), (right - mel) / (right - centre)))
 *
 * Below about 500 Hz 128 filters are narrower than the bins of a 512-sample transform, so a filter can hold a single bin at its very
 * foot, or none; rounding decides its weight there. So the arithmetic is single precision in the order of the source.
 *
 * Shapes: → [bins], each with the bins it covers. Units: hertz.
 * Source: torchaudio.compliance.kaldi.get_mel_banks without warping, torchaudio 2.11.
 */
export function melBanks({ bins, window, rate, lowest }: MelBanksForm): MelFilter[] {
  const low = melOf(lowest);
  const delta = (melOf(rate / 2) - low) / (bins + 1);
  const edge = (step: number): number => f32(f32(low) + f32(step * f32(delta)));
  const mels = Float32Array.from({ length: window / 2 }, (_, bin) => melOfBin(f32((rate / window) * bin)));
  return Array.from({ length: bins }, (_, i) => filterOf(mels, edge(i), edge(i + 1), edge(i + 2)));
}

function filterOf(mels: Float32Array, left: number, centre: number, right: number): MelFilter {
  const weights = mels.map((mel) =>
    Math.max(0, Math.min(f32(f32(mel - left) / f32(centre - left)), f32(f32(right - mel) / f32(right - centre)))),
  );
  const first = weights.findIndex((weight) => weight > 0);
  if (first < 0) return { first: 0, weights: new Float32Array() };
  return { first, weights: weights.slice(first, weights.findLastIndex((weight) => weight > 0) + 1) };
}
