import { describe, expect, it } from 'vitest';
import { labelsOf } from '../../../../src/renderer/panels/projections/plane-labels.ts';
import { layoutOf, ownScale } from '../../../../src/renderer/panels/projections/plane-layout.ts';
import { lengthShare, planeModel, type PlaneModel } from '../../../../src/renderer/panels/projections/plane-model.ts';
import { decades, fit, logarithmic, roundBelow, scaleBelow } from '../../../../src/renderer/panels/projections/plane-scale.ts';
import { recordOf } from '../../../support/geometry-record.ts';

const modelOf = (vectors: Record<string, number[]>): PlaneModel =>
  planeModel({ step: 10, modality: 'audio', stages: {}, strength: null, ...recordOf(vectors) });
/** "total 0,0 3,4": what is drawn, with its ends. */
const drawn = (segments: PlaneModel['main']): string[] =>
  segments.map(
    ({ vector, from, to }) => `${vector.kind} ${[from, to].map((end) => end.map((x) => Number(x.toFixed(6))).join()).join(' ')}`,
  );

/** RedReg: the term is 2 d⊥, a thousandth of the gradient. */
const redreg = modelOf({
  joint: [600, 0, 0],
  unimodal: [400, 0, 0],
  total: [1000, 0, 0],
  displacement: [0.3, 0.4, 0],
  parallel: [0.3, 0, 0],
  orthogonal: [0, 0.4, 0],
  applied: [0, 0.8, 0],
  'applied/orthogonal-projection': [0, 0.8, 0],
  final: [1000, 0.8, 0],
});
/** OGM-GE: k = 0.5, then noise across. */
const ogm = modelOf({
  joint: [8, 0, 0],
  unimodal: [0, 8, 0],
  total: [8, 0, 0],
  displacement: [0, 0, 1],
  parallel: [0, 0, 0],
  orthogonal: [0, 0, 1],
  applied: [-4, 3, 0],
  'applied/gradient-scaling': [-4, 0, 0],
  'applied/gradient-noise': [0, 3, 0],
  final: [4, 3, 0],
});

describe('what is drawn', () => {
  it('is a gradient and, in the lens at its tip, a term too short to be seen beside it', () => {
    expect(drawn(redreg.main)).toEqual(['total 0,0 1000,0', 'final 0,0 1000,0.8']);
    // The displacement is the sum of its parts, tip to tail; the term leads from the total gradient to the final one.
    expect(drawn(redreg.lens)).toEqual([
      'displacement 1000,0 1000.3,0.4',
      'parallel 1000,0 1000.3,0',
      'orthogonal 1000.3,0 1000.3,0.4',
      'term 1000,0 1000,0.8',
    ]);
    expect(redreg.vectors.map(({ name }) => name)).not.toContain('applied');
  });

  it('needs no lens where the term is long: InfoReg’s pull-back leads from total to final', () => {
    const model = modelOf({
      joint: [1, 0],
      unimodal: [1, 0],
      total: [2, 0],
      displacement: [0, 1],
      parallel: [0, 0],
      orthogonal: [0, 1],
      applied: [0, 1],
      'applied/proximal-pull': [0, 1],
      final: [2, 1],
    });
    expect(model.lens).toEqual([]);
    expect(drawn(model.main)).toEqual([
      'displacement 0,0 0,1',
      'orthogonal 0,0 0,1',
      'total 0,0 2,0',
      'final 0,0 2,1',
      'term 2,0 2,1',
    ]);
  });

  it('is the scaled gradient and the noise of OGM-GE, whose displacement plays no part', () => {
    expect(drawn(ogm.main)).toEqual(['total 0,0 8,0', 'scaled 0,0 4,0', 'final 0,0 4,3', 'noise 4,0 4,3']);
    expect(ogm.lens).toEqual([]);
    expect(ogm.vectors.map(({ label }) => label).slice(0, 4)).toEqual([
      'total gradient',
      'scaled gradient',
      'noise',
      'final gradient',
    ]);
  });

  it('is joint and unimodal gradient where nothing was done', () => {
    const nothing = modelOf({
      joint: [3, 0],
      unimodal: [0, 4],
      total: [3, 4],
      displacement: [1, 1],
      parallel: [0, 0],
      orthogonal: [1, 1],
      applied: [0, 0],
      final: [3, 4],
    });
    expect(drawn(nothing.main)).toEqual(['joint 0,0 3,0', 'unimodal 0,0 0,4', 'total 0,0 3,4', 'final 0,0 3,4']);
    const layout = layoutOf(nothing, { kind: 'true', main: 10, lens: 1 }, 500);
    expect(labelsOf(layout, nothing).main.map(({ text }) => text)).toEqual(['total = final', 'joint', 'unimodal']);
  });

  it('says angles that stay true where the cosine is 1', () => {
    const final = redreg.vectors.find(({ kind }) => kind === 'final');
    expect(final?.angle).toBeCloseTo(0.0008, 8);
    expect(redreg.vectors.find(({ kind }) => kind === 'total')?.angle).toBeNaN();
    expect([0, 0.001, 0.5, 0.999, 1].map(lengthShare)).toEqual(['0 %', '< 1 %', '50 %', '> 99 %', '100 %']);
  });
});

describe('scales', () => {
  it('fit the tightest side', () => {
    // 8 units to the right of 100 in 500 pixels: 50 a unit; 3 up from 160 of 200: 53.
    expect(fit(ogm.main, { width: 500, height: 200, origin: [100, 160] })).toBe(50);
    expect(fit([], { width: 500, height: 200, origin: [100, 160] })).toBe(Infinity);
  });

  it('move in steps, so that a drawing keeps still while arrows grow', () => {
    expect([6.9, 7, 0.0499, 150, 199].map(scaleBelow)).toEqual([5, 7, 0.03, 150, 150]);
    expect([6.9, 0.0499, 150, Infinity, 0].map(roundBelow)).toEqual([5, 0.02, 100, 1, 1]);
  });

  it('put every arrow inside, at any width, and magnify the tip exactly', () => {
    for (const model of [redreg, ogm])
      for (const width of [224, 300, 460, 620]) {
        const scales = { kind: 'true', ...ownScale(model, width) } as const;
        const layout = layoutOf(model, scales, width);
        for (const { at } of layout.main)
          for (const [i, value] of at.entries()) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(i % 2 === 0 ? layout.box.width : layout.box.height);
          }
        const { lens } = layout;
        if (lens === null) continue;
        const term = lens.arrows.find(({ vector }) => vector.kind === 'term');
        const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = term?.at ?? [];
        expect([x1, y1]).toEqual([lens.x, lens.y]);
        expect(Math.hypot(x2 - x1, y2 - y1)).toBeCloseTo(0.8 * scales.lens, 6);
        expect(Math.hypot(x2 - lens.x, y2 - lens.y)).toBeLessThan(lens.radius);
        // The final gradient comes in at its own tip.
        expect(lens.incoming.find(({ vector }) => vector.kind === 'final')?.at.slice(2)).toEqual([x2, y2]);
      }
  });

  it('draw lengths by their logarithm in true directions', () => {
    // Lengths 0.3 to 1000.
    expect(decades([redreg])).toEqual([-1, 4]);
    expect(logarithmic([1, 0], [-1, 3])).toEqual([0.25, 0]);
    const [x, y] = logarithmic([30, 40], [-1, 3]);
    expect(Math.atan2(y, x)).toBeCloseTo(Math.atan2(4, 3), 12);
    expect(Math.hypot(x, y)).toBeCloseTo((Math.log10(50) + 1) / 4, 12);
    expect(logarithmic([0, 0], [-1, 3])).toEqual([0, 0]);
    const layout = layoutOf(redreg, { kind: 'logarithmic', decades: [-1, 4] }, 300);
    expect(layout.lens).toBeNull();
    expect(layout.rings.map(({ text }) => text)).toEqual(['1', '10', '100', '1000', '10000']);
  });
});
