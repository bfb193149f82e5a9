import type { BrowseAnswers, BrowseRequest } from '../../../../core/contract/browse.ts';
import type { SampleInfo } from '../../../../core/contract/data.ts';
import type { Split, SplitName } from '../../../../core/data/dataset.ts';
import { loaders } from '../../loading/layouts.ts';

type SamplesRequest = Extract<BrowseRequest, { what: 'samples' }>;

/** The samples that the lists name, whatever their files are: split after split, in list order. */
export async function listSamples(request: SamplesRequest): Promise<BrowseAnswers['samples']> {
  const { definition, split, label, search, offset, limit } = request;
  const listed = await loaders[definition.layout].list(definition, () => undefined);
  if (listed === null) return { samples: [], total: 0 };
  const wanted = search.toLowerCase();
  const all = [listed.train, listed.validation, listed.test]
    .flatMap((each) => (each === null || (split !== null && each.split !== split) ? [] : infos(each)))
    .filter((sample) => (label === null || sample.label === label) && sample.name.toLowerCase().includes(wanted));
  return { samples: all.slice(offset, offset + limit), total: all.length };
}

const infos = ({ split, names, labels }: Split<SplitName>): SampleInfo[] =>
  names.map((name, i) => ({ name, split, label: labels[i] ?? 0 }));
