export const method = {
  'method.unknown': (p: { found: string; known: readonly string[] }) =>
    `There is no method "${p.found}". Known: ${p.known.join(', ')}. \`redreg methods\` describes them.`,
  'method.unknown-link': (p: { method: string; link: string; known: readonly string[] }) =>
    `${p.method} has no link "${p.link}". Its links: ${p.known.length > 0 ? p.known.join(', ') : 'none'}.`,
  'method.link-required': (p: { method: string; link: string; neededBy: readonly string[] }) =>
    `The link "${p.link}" of ${p.method} cannot be switched off: ${p.neededBy.length > 0 ? `${p.neededBy.join(', ')} read what it provides` : 'without it nothing of the method is left'}.`,
  'method.bad-option': (p: { method: string; link: string; issues: readonly string[] }) =>
    `Options of the link "${p.link}" of ${p.method}: ${p.issues.join('; ')}.`,
  'method.unknown-preset': (p: { method: string; found: string; known: readonly string[] }) =>
    `${p.method} has no preset "${p.found}". Known: ${p.known.join(', ')}. One of the method's own may follow quick after a comma, as in quick,paper.`,
  'link.unknown-modality': (p: { link: string; option: string; found: string; known: readonly string[] }) =>
    `The option ${p.option} of the link "${p.link}" names the modality "${p.found}". The data set has: ${p.known.join(', ')}.`,
  'method.needs-modality': (p: { method: string; modality: string; found: readonly string[] }) =>
    `${p.method} trains the modality "${p.modality}", but the data set has ${p.found.join(', ')}.`,
  'method.needs-modalities': (p: { method: string; found: readonly string[] }) =>
    `${p.method} balances at least two modalities, but the data set gives only ${p.found.join(', ')}. Train \`${p.found[0] ?? 'audio'}-only\` instead.`,
  'chain.missing-signal': (p: { chain: string; link: string; signal: string; providers: readonly string[] }) =>
    `${p.chain}: "${p.link}" reads the signal "${p.signal}", but no link before it provides it. ` +
    (p.providers.length > 0 ? `Put one of these before it: ${p.providers.join(', ')}.` : 'No link provides it.'),
  'chain.duplicate-link': (p: { chain: string; link: string }) =>
    `${p.chain}: the link "${p.link}" stands in the chain twice. Keep one.`,
  'model.fusion-needs-two': (p: { fusion: string; modalities: readonly string[] }) =>
    `${p.fusion} fusion joins exactly two modalities; found ${String(p.modalities.length)} (${p.modalities.join(', ')}). Use concat or sum.`,
  'model.no-encoder': (p: { modality: string; kind: string; known: readonly string[] }) =>
    `No encoder takes the modality "${p.modality}", whose kind is ${p.kind}. Encoders exist for: ${p.known.join(', ')}.`,
} as const;
