import type { MethodCard } from '../../core/methods/card.ts';
import type { LinkChange } from './draft.ts';
import { isSame, isValues, type Values } from './values.ts';

export type LinkCard = MethodCard['links'][number];
type Setting = 'off' | Values | undefined;

/** A link as the form shows it. */
export interface LinkState {
  readonly isOn: boolean;
  readonly options: Values;
  /** What the preset says of it. */
  readonly base: { readonly isOn: boolean; readonly options: Values };
  /** How many of its options, its switch among them, are not as the preset has them. */
  readonly changed: number;
}

/** `setting`: the link in the preset's settings. */
export function linkState(card: LinkCard, setting: unknown, change: LinkChange | undefined): LinkState {
  const base = baseOf(card, setting as Setting);
  const options: Values = { ...base.options, ...change?.options };
  const isOn = change?.on ?? base.isOn;
  const names = new Set([...Object.keys(base.options), ...Object.keys(options)]);
  const others = [...names].filter((name) => !isSame(options[name], base.options[name])).length;
  return { isOn, options, base, changed: others + (isOn === base.isOn ? 0 : 1) };
}

const baseOf = (card: LinkCard, setting: Setting): LinkState['base'] => ({
  isOn: setting === undefined ? card.on : setting !== 'off',
  options: { ...card.defaults, ...(isValues(setting) ? setting : {}) },
});

/** The link as it stands in a run's settings: what differs from the defaults; undefined where nothing needs to be said. */
export function linkSetting(card: LinkCard, setting: unknown, change: LinkChange | undefined): 'off' | Values | undefined {
  const { isOn, options } = linkState(card, setting, change);
  if (!isOn) return card.on || setting !== undefined ? 'off' : undefined;
  const own = Object.entries(options).filter(([name, value]) => value !== undefined && !isSame(value, card.defaults[name]));
  return own.length > 0 || !card.on ? Object.fromEntries(own) : undefined;
}

/** The change with one option set; equal to the preset's it is no change. */
export function withOption(state: LinkState, change: LinkChange | undefined, name: string, value: unknown): LinkChange {
  const { [name]: _, ...others } = change?.options ?? {};
  const isBase = isSame(value, state.base.options[name]);
  return { ...change, options: isBase ? others : { ...others, [name]: value } };
}

/** The change with the switch set. */
export function withSwitch(state: LinkState, change: LinkChange | undefined, isOn: boolean): LinkChange {
  const { on: _, ...rest } = change ?? { options: {} };
  return isOn === state.base.isOn ? rest : { ...rest, on: isOn };
}

/** The change that makes a link's setting in a run of the preset's. */
export function changeTo(card: LinkCard, base: unknown, wanted: unknown): LinkChange | null {
  const from = baseOf(card, base as Setting);
  const to = baseOf(card, wanted as Setting);
  const names = new Set([...Object.keys(from.options), ...Object.keys(to.options)]);
  const differing = to.isOn ? [...names].filter((name) => !isSame(from.options[name], to.options[name])) : [];
  if (differing.length === 0 && from.isOn === to.isOn) return null;
  const options = Object.fromEntries(differing.map((name) => [name, to.options[name]]));
  return { ...(from.isOn === to.isOn ? {} : { on: to.isOn }), options };
}
