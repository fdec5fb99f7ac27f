import { describe, expect, it } from '@jest/globals';
import { heatMap } from '../../../../src/services/insights/heat-map.js';

const cell = (row: string | null, column: string, engagements: number, likes = 0) => ({
  row,
  column,
  engagements,
  likes,
});

describe('heatMap', () => {
  it('orders rows and columns by engagements and tells how far a cell is from independence', () => {
    const map = heatMap('SENIORITY', 'DOMAIN', [
      cell('MID', 'Data', 30, 6),
      cell('MID', 'Web', 10),
      cell(null, 'Data', 10),
    ]);
    expect(map.rows).toEqual(['MID', null]);
    expect(map.columns).toEqual(['Data', 'Web']);
    // Expected of MID and Data: 40 * 40 / 50 = 32.
    expect(map.cells[0]).toEqual({
      row: 'MID',
      column: 'Data',
      engagements: 30,
      likes: 6,
      likeRate: 0.2,
      lift: 30 / 32,
    });
    expect(map.cells.map(({ lift }) => lift)).toEqual([30 / 32, 10 / 8, 10 / 8]);
  });

  it('keeps 30 rows, and lifts that count the others too', () => {
    const cells = Array.from({ length: 40 }, (_, n) => cell(`row ${n}`, 'x', 40 - n));
    const map = heatMap('DEPARTMENT', 'DOMAIN', cells);
    expect(map.rows).toHaveLength(30);
    expect(map.cells).toHaveLength(30);
    expect(map.cells.every(({ lift }) => lift === 1)).toBe(true);
  });

  it('refuses one dimension twice', () => {
    expect(() => heatMap('DOMAIN', 'DOMAIN', [])).toThrow('rows and columns are both DOMAIN');
  });
});
