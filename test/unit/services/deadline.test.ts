import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDeadline, untilDeadline } from '../../../src/services/deadline.js';

const EXCEEDED = expect.objectContaining({ code: 'DEADLINE_EXCEEDED' });

describe('a deadline', () => {
  it('stops what waits, and loops that give no timer a chance', async () => {
    const deadline = createDeadline(0.02);
    deadline.check();
    const waiting = untilDeadline(new Promise(() => undefined), deadline);
    for (const end = performance.now() + 30; performance.now() < end;);
    expect(() => deadline.check()).toThrow(EXCEEDED);
    await expect(waiting).rejects.toEqual(EXCEEDED);
    expect(deadline.signal.aborted).toBe(true);
    await expect(untilDeadline(Promise.resolve(1), deadline)).rejects.toEqual(EXCEEDED);
  });

  it('hands on what came in time, and does nothing after its end', async () => {
    const deadline = createDeadline(0.01);
    expect(await untilDeadline(Promise.resolve('in time'), deadline)).toBe('in time');
    await expect(untilDeadline(Promise.reject(new Error('own fault')), deadline)).rejects.toThrow('own fault');
    deadline.end();
    await sleep(20);
    expect(deadline.signal.aborted).toBe(false);
  });

  it('comes when nobody waits any more', async () => {
    const deadline = createDeadline(60);
    const waiting = untilDeadline(new Promise(() => undefined), deadline);
    deadline.abandon();
    await expect(waiting).rejects.toThrow('The client left');
    expect(() => deadline.check()).toThrow(EXCEEDED);
  });
});
