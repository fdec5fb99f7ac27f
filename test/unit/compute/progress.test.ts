import { describe, expect, it } from '@jest/globals';
import { createProgress } from '../../../src/compute/progress.js';

function fakeProgress() {
  const clock = { now: 0, cancelled: false };
  const reports: [string, number, string][] = [];
  const progress = createProgress({
    report: (phase, fraction, detail) => reports.push([phase, fraction, detail]),
    cancelled: () => clock.cancelled,
    stop: () => new Error('stopped'),
    now: () => clock.now,
    everyMs: 100,
  });
  return { clock, reports, progress };
}

describe('createProgress', () => {
  it("maps a phase's own fractions into its share of the whole", () => {
    const { clock, reports, progress } = fakeProgress();
    const checkpoint = progress.phase('fitting', 0.2, 0.6);
    clock.now = 100;
    checkpoint(0.5, 'epoch 5 of 10');
    expect(reports).toEqual([
      ['fitting', 0.2, ''],
      ['fitting', 0.4, 'epoch 5 of 10'],
    ]);
  });

  it('reports at most every 100 ms, but looks for a cancellation every time', () => {
    const { clock, reports, progress } = fakeProgress();
    const checkpoint = progress.phase('fitting', 0, 1);
    for (clock.now = 1; clock.now < 100; clock.now++) checkpoint(clock.now / 100, '');
    expect(reports).toHaveLength(1);
    clock.cancelled = true;
    expect(() => checkpoint(1, '')).toThrow('stopped');
  });

  it('adds up the seconds of each phase', () => {
    const { clock, progress } = fakeProgress();
    progress.phase('a', 0, 0.5);
    clock.now = 2000;
    progress.phase('b', 0.5, 1);
    clock.now = 2500;
    expect(progress.timings()).toEqual({ a: 2, b: 0.5 });
  });
});
