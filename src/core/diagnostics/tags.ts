import type { SplitMetrics } from '../contract/trainer.ts';

/** What the official scripts call a modality: in words of a title, in tags, and in the tags that InfoReg names after the head. */
interface Words {
  readonly title: string;
  readonly tag: string;
  readonly head: string;
  readonly letter: string;
  readonly trace: string;
}

const KNOWN: Readonly<Record<string, Words>> = {
  audio: { title: 'Audio', tag: 'audio', head: 'audio', letter: 'a', trace: 'FIM_Trace_audio' },
  // Their "visual" is our video; `Fim_Trace_visual` is spelled so in both scripts.
  video: { title: 'Visual', tag: 'visual', head: 'video', letter: 'v', trace: 'Fim_Trace_visual' },
};

/** Modalities that the official scripts do not have are named after the same pattern. */
export const wordsOf = (modality: string): Words =>
  KNOWN[modality] ?? {
    title: modality.charAt(0).toUpperCase() + modality.slice(1),
    tag: modality,
    head: modality,
    letter: modality,
    trace: `FIM_Trace_${modality}`,
  };

/** `Evaluation` of the official scripts: accuracies on the test split after an epoch, fused and by modality. */
export function evaluationTags(test: Pick<SplitMetrics, 'accuracy' | 'modalityAccuracy'>): Record<string, number> {
  const own = Object.entries(test.modalityAccuracy).map(
    ([id, value]) => [`Evaluation/${wordsOf(id).title} Accuracy`, value] as const,
  );
  return { 'Evaluation/Total Accuracy': test.accuracy, ...Object.fromEntries(own) };
}
