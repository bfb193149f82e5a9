import { describe, expect, it } from 'vitest';
import { CREMA_D_CLASSES } from '../../../src/core/data/classes.ts';
import { KINETICS_CLASSES } from '../../../src/core/data/lists/kinetics-list.ts';
import { publishedSetOf } from '../../../src/core/published/match.ts';

const digits = Array.from({ length: 10 }, (_, i) => String(i));
const set = (layout: string, more: object = {}, classes?: readonly string[]) =>
  publishedSetOf({ layout, name: 'mine', root: '/data', ...more }, ...(classes === undefined ? [] : [classes]));

describe('the published results of a data set', () => {
  it('are CREMA-D’s where its six emotions are the classes, in any order, and nowhere else', () => {
    expect(set('crema-d', {}, CREMA_D_CLASSES)).toBe('crema-d');
    expect(set('crema-d', {}, [...CREMA_D_CLASSES].reverse())).toBe('crema-d');
    // The sample set of digits lies in the same form.
    expect(set('crema-d', {}, digits)).toBeNull();
    expect(set('crema-d', { classes: digits })).toBeNull();
    expect(set('crema-d', { classes: [...CREMA_D_CLASSES, 'SUR'] })).toBeNull();
    expect(set('crema-d', { classes: CREMA_D_CLASSES.slice(1) })).toBeNull();
    // Before the lists are read nobody knows.
    expect(set('crema-d')).toBeNull();
    expect(set('crema-d-original')).toBe('crema-d');
    expect(set('crema-d-original', { classes: ['HAP', 'SAD'] })).toBeNull();
  });

  it('are Kinetics-Sounds’ where its 31 classes are', () => {
    expect(set('kinetics-sounds')).toBe('kinetics-sounds');
    expect(set('kinetics-clips', { classes: KINETICS_CLASSES.map((name) => name.replaceAll('_', ' ')) })).toBe('kinetics-sounds');
    expect(set('kinetics-clips', { classes: ['singing', 'laughing'] })).toBeNull();
    expect(set('kinetics-clips')).toBeNull();
  });

  it('are CMU-MOSI’s or CMU-MOSEI’s by the names of file, folder or set, on two classes', () => {
    expect(set('mosi', { file: 'mosi_data.pkl' })).toBe('cmu-mosi');
    expect(set('mosi', { file: 'mosei_senti_data_noalign.pkl' })).toBe('cmu-mosei');
    expect(set('mosi', { root: '/data/MOSEI/Processed', file: 'aligned_50.pkl', scores: { kind: 'two' } })).toBe('cmu-mosei');
    expect(set('mosi-sdk', { labels: 'CMU_MOSEI_Labels.csd' })).toBe('cmu-mosei');
    expect(set('mosi-sdk', { labels: 'CMU_MOSI_Opinion_Labels.csd' })).toBe('cmu-mosi');
    expect(set('mosi', { file: 'mosi_data.pkl', scores: { kind: 'seven' } })).toBeNull();
  });

  it('are VGGSound’s with all of its classes; AVE, folders and unknown layouts have none', () => {
    expect(set('vggsound')).toBe('vggsound');
    expect(set('vggsound', {}, digits)).toBeNull();
    expect(['ave', 'folder', 'toString', 'of tomorrow'].map((layout) => set(layout))).toEqual([null, null, null, null]);
  });
});
