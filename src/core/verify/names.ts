/** The official models' names → ours. null: a parameter that takes no part in the training (dead heads) or that we do not know. */
export function ourName(official: string): string | null {
  const encoder = /^(audio|visual)_net\.(.+)$/.exec(official);
  if (encoder) return `${encoder[1] === 'audio' ? 'audio' : 'video'}.${encoder[2] ?? ''}`;
  const head = /^(?:fusion_module\.fc_out|head)\.(weight|bias)$/.exec(official);
  if (head) return `head.${head[1] ?? ''}`;
  const own = /^head_(audio|video)\.(weight|bias)$/.exec(official);
  if (own) return `head.${own[1] ?? ''}.${own[2] ?? ''}`;
  return null;
}

export const isBuffer = (official: string): boolean => /\.running_(mean|var)$/.test(official);
