import { methodCard, type MethodCard } from '../../../core/methods/card.ts';
import { findMethod, methods as list } from '../../../core/methods/index.ts';
import { officialText } from '../../../core/train/official/index.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { DONE } from '../exit-code.ts';
import { wrapped } from '../wrap.ts';

/** The method cards: links, switches, options with defaults, presets, and what differs between paper and code. */
export const methods: Command = {
  name: 'methods',
  usage: 'redreg methods [ID] [--json]',
  summary: 'Lists the methods; with an ID, every link, option and preset of one, and where paper and code differ.',
  run(words) {
    const options = { json: { type: 'boolean', default: false } } as const;
    const { values, positionals } = readArguments(methods, words, options, { least: 0, most: 1 });
    const [id] = positionals;
    const cards = id === undefined ? list.map(methodCard) : methodCard(findMethod(id));
    const text = (): string => (Array.isArray(cards) ? cards.map(short).join('\n\n') : whole(cards));
    process.stdout.write(`${values.json ? JSON.stringify(cards) : text()}\n`);
    return Promise.resolve(DONE);
  },
};

const headOf = (card: MethodCard): string[] => [
  `${card.id}  ${card.label}`,
  wrapped(card.summary, 4),
  wrapped(`${card.source.paper}; code ${card.source.code}`, 4),
];

const links = (card: MethodCard): string =>
  card.links.map(({ id, may_be_off, on }) => (may_be_off ? `[${id}${on ? '' : ', off'}]` : id)).join(', ') || 'none';

/** What fits a screen with all methods on it. */
const short = (card: MethodCard): string =>
  [
    ...headOf(card),
    wrapped(`links ([ ]: may be off): ${links(card)}`, 4),
    wrapped(`presets: ${card.presets.map(({ id }) => id).join(', ')}`, 4),
  ].join('\n');

const whole = (card: MethodCard): string =>
  [
    ...headOf(card),
    wrapped(`official run: ${JSON.stringify(card.official)}, model.scoring ${card.scoring}`, 4),
    ...card.official_on.flatMap((run) => officialText(run) ?? []).map((text) => wrapped(text, 4)),
    wrapped(
      `a step: 1 forward and 1 backward, and ${String(card.extra_forwards)} forwards and ${String(card.extra_backwards)} backwards more`,
      4,
    ),
    ...card.source.deviations.map((text) => wrapped(`ours differs: ${text}`, 4)),
    ...card.links.map(linkText),
    '\npresets  (--preset NAME, or quick,NAME)',
    ...card.presets.map(presetText),
  ].join('\n');

function linkText(link: MethodCard['links'][number]): string {
  const isSwitch = link.may_be_off ? `  (may be off${link.on ? '' : '; is off by default'})` : '';
  return [
    `\nlink ${link.id}  ${link.title}${isSwitch}`,
    wrapped(link.summary, 4),
    ...(link.paper_and_code === null ? [] : [wrapped(`Paper and code: ${link.paper_and_code}`, 4)]),
    ...(link.extension === null ? [] : extensionText(link.extension)),
    ...link.options.map((o) =>
      [
        `    ${o.name} = ${o.default === undefined ? '(not set)' : JSON.stringify(o.default)}  ${o.takes}`,
        wrapped(o.description, 8),
      ].join('\n'),
    ),
  ].join('\n');
}

/** What an extension to three modalities does, and that it is one. */
const extensionText = ({ source, formula }: NonNullable<MethodCard['links'][number]['extension']>): string[] => [
  wrapped(`Three modalities or more, an extension: ${source}`, 4),
  ...formula.map((line) => wrapped(line, 8)),
];

function presetText({ id, summary, links: set, model }: MethodCard['presets'][number]): string {
  const differences = [
    ...Object.entries(set).map(([link, value]) => `links.${link} = ${value === 'off' ? 'off' : JSON.stringify(value)}`),
    ...Object.entries(model).map(([name, value]) => `model.${name} = ${String(value)}`),
  ];
  return [`    ${id}`, wrapped(summary, 8), ...differences.map((line) => wrapped(line, 12))].join('\n');
}
