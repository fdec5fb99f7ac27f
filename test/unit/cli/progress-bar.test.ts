import { describe, expect, it } from '@jest/globals';
import { createProgressBar } from '../../../src/cli/progress-bar.js';

describe('createProgressBar', () => {
  it('writes a line each tenth of the way where there is no terminal', () => {
    const lines: string[] = [];
    const bar = createProgressBar('Work', { write: (text) => lines.push(text) });
    for (const fraction of [0, 0.05, 0.1, 0.19, 0.55, 0.55, 0.3, NaN, 2]) bar.update(fraction, 'step');
    bar.stop();
    expect(lines).toEqual(['Work 0% step\n', 'Work 10% step\n', 'Work 55% step\n', 'Work 100% step\n']);
  });
});
