import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { explore, LIFT } from '../../../../src/model/hybrid/explore.js';

const order = (length: number) => Int32Array.from({ length }, (_, i) => 100 + i);

describe('explore', () => {
  it('moves what is lifted up by ten places, before what stood there', () => {
    const moved = [...explore(order(16), (place) => place === 112 || place === 115)];
    expect(moved).toEqual([100, 101, 112, 102, 103, 104, 115, 105, 106, 107, 108, 109, 110, 111, 113, 114]);
  });

  it('stops at the top, in the order as it was', () => {
    expect([...explore(order(5), (place) => place === 102 || place === 104)]).toEqual([102, 104, 100, 101, 103]);
  });

  it('leaves an order alone of which nothing is lifted, or everything', () => {
    expect([...explore(order(30), () => false)]).toEqual([...order(30)]);
    expect([...explore(order(30), () => true)]).toEqual([...order(30)]);
  });

  it('moves nothing by more than ten places, what is lifted never down, and a longer order starts with the shorter one', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), fc.nat({ max: 60 }), (lifted, length) => {
        const places = Int32Array.from(lifted.keys());
        const isLifted = (place: number) => lifted[place];
        const moved = explore(places, isLifted);
        expect([...moved].sort((a, b) => a - b)).toEqual([...places]);
        moved.forEach((place, position) => {
          expect(Math.abs(position - place)).toBeLessThanOrEqual(LIFT);
          if (lifted[place]) expect(position).toBeLessThanOrEqual(place);
        });
        const part = explore(places.subarray(0, length + LIFT), isLifted);
        expect([...part.subarray(0, length)]).toEqual([...moved.subarray(0, length)]);
      }),
    );
  });
});
