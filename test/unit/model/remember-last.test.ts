import { describe, expect, it } from '@jest/globals';
import { rememberLast } from '../../../src/model/remember-last.js';

describe('rememberLast', () => {
  it('works once for calls in a row with the same object, and anew for another, equal or not', () => {
    const asked: object[] = [];
    const sizeOf = rememberLast((argument: { n: number }) => {
      asked.push(argument);
      return argument.n;
    });
    const [one, two] = [{ n: 1 }, { n: 1 }];
    expect([one, one, two, two, one].map(sizeOf)).toEqual([1, 1, 1, 1, 1]);
    expect(asked).toEqual([one, two, one]);
  });

  it('keeps an answer that is undefined or null too', () => {
    let calls = 0;
    const nothing = rememberLast((_: object) => {
      calls++;
      return null;
    });
    const argument = {};
    expect([nothing(argument), nothing(argument), calls]).toEqual([null, null, 1]);
  });
});
