/** What a link of a method refuses. `link.unknown-modality` is in method.ts. */
export const link = {
  'link.touches-nothing': (p: { link: string; choice: string; modalities: readonly string[] }) =>
    `The link "${p.link}" with tensors=${p.choice} would change nothing of the encoder of ${p.modalities.join(', ')}, which has no such weights. Use tensors=auto, which takes all weights of two or more dimensions where an encoder has no 4-D convolutions.`,
  'link.no-loss': (p: { modalities: readonly string[] }) =>
    `The link "unimodal-losses" gives the fused loss the weight 0, and the weight 0 to the own loss of ${p.modalities.join(', ')}: there would be nothing to train on. Give one of them a weight above 0.`,
  'link.no-effect': (p: { method: string; link: string; option: string; reason: string }) =>
    `The option ${p.option} of the link "${p.link}" of ${p.method} would have no effect: ${p.reason}. Set the option back, or change what it depends on.`,
  'link.widths-differ': (p: { widths: readonly number[] }) =>
    `similarity=contrast of the link "co-information-gate" compares each sample's features with those of all others, which needs features of one width; found ${p.widths.join(' and ')}. Use raw or centred, or give the encoders one width.`,
} as const;
