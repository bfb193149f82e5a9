import type { ModalityView } from '../../../../../core/contract/data.ts';
import { wordsOfVideo, withCsd } from '../../../loading/csd/csd-file.ts';
import { alignedSegment, segmentSequence, type SegmentItem, type SegmentPlan } from '../../../loading/sources/csd-segments.ts';

/** The word of each step; null where there is no file of words, or it has other rows than the vectors. */
async function wordsOf(plan: SegmentPlan, item: SegmentItem, steps: number): Promise<string[] | null> {
  if (plan.words === null) return null;
  const { rows } = await alignedSegment(plan, item);
  const said = await withCsd(plan.words, (csd) => (csd.videos.includes(item.video) ? wordsOfVideo(csd, item.video) : []));
  const words = rows.map((row) => said[row]);
  if (words.some((word) => word === undefined)) return null;
  const shown = words.slice(-steps) as string[];
  return [...new Array<string>(steps - shown.length).fill(''), ...shown];
}

export async function segmentView(plan: SegmentPlan): Promise<ModalityView | null> {
  const [item] = plan.items;
  if (!item) return null;
  const [steps = 0, features = 0] = plan.modality.shape;
  const values = await segmentSequence(plan, item);
  return {
    kind: 'sequence',
    modality: plan.modality.id,
    values,
    shape: [steps, features],
    words: await wordsOf(plan, item, steps),
  };
}
