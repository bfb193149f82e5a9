import { z } from 'zod';
import { methods as list } from '../../../core/methods/index.ts';
import { buildChain, optionsOf } from '../../../core/train/method.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { DONE } from '../exit-code.ts';

/** The method cards: links, switches, options with defaults, and what differs between paper and code. */
export const methods: Command = {
  name: 'methods',
  usage: 'redreg methods [--json]',
  summary: 'Describes every method: its links, their options, and where paper and code differ.',
  run(words) {
    const { values } = readArguments(methods, words, { json: { type: 'boolean', default: false } });
    const cards = list.map((method) => ({
      id: method.id,
      label: method.label,
      summary: method.summary,
      source: method.source,
      official: method.official,
      extra_forwards: buildChain(method, {}).links.reduce((total, link) => total + (link.costs?.forwards ?? 0), 0),
      links: method.links.map((use) => ({
        id: use.definition.id,
        title: use.definition.title,
        summary: use.definition.summary,
        paper_and_code: use.definition.paperAndCode ?? null,
        may_be_off: !use.required,
        defaults: optionsOf(method, use, {}),
        options: z.toJSONSchema(use.definition.options, { io: 'input' }),
      })),
    }));
    if (values.json) process.stdout.write(`${JSON.stringify(cards)}\n`);
    else
      for (const card of cards) {
        process.stdout.write(
          `${card.id}  ${card.label}\n    ${card.summary}\n    ${card.source.paper}; code ${card.source.code}\n`,
        );
        for (const link of card.links)
          process.stdout.write(
            `    ${link.may_be_off ? '[on] ' : '     '}${link.id}: ${link.summary}\n          ${JSON.stringify(link.defaults)}\n${link.paper_and_code ? `          paper and code: ${link.paper_and_code}\n` : ''}`,
          );
        process.stdout.write('\n');
      }
    return Promise.resolve(DONE);
  },
};
