import { describe, expect, it } from '@jest/globals';
import { counted, oneLine, seconds, table } from '../../../src/cli/format.js';

describe('table', () => {
  const rows = [
    ['a', '1'],
    ['b', '22'],
  ];

  it('draws one line below the head', () => {
    expect(table(['x', 'y'], rows, { right: [1] }).split('\n')).toEqual([
      '┌───┬────┐',
      '│ x │  y │',
      '├───┼────┤',
      '│ a │  1 │',
      '│ b │ 22 │',
      '└───┴────┘',
    ]);
  });

  it('draws lines between rows when asked', () => {
    expect(table(['x', 'y'], rows, { ruled: true }).match(/├/g)).toHaveLength(2);
  });
});

describe('numbers', () => {
  it('read well', () => {
    expect([counted(1, 'row'), counted(12345, 'row')]).toEqual(['1 row', '12,345 rows']);
    expect([0.345, 1.25, 125.4].map(seconds)).toEqual(['0.34 s', '1.3 s', '125 s']);
  });
});

describe('oneLine', () => {
  it('takes line breaks and escapes out of foreign text', () => {
    expect(oneLine('one\r\ntwo\u001b[31m é')).toBe('one two [31m é');
  });
});
