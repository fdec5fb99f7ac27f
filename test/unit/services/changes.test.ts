import { describe, expect, it } from '@jest/globals';
import { createChanges, type Change } from '../../../src/services/changes.js';

const MODEL: Change = { kind: 'MODEL' };

describe('changes', () => {
  it('wakes who waits, by what concerns them', async () => {
    const changes = createChanges();
    const model = changes.watch(({ kind }) => kind === 'MODEL');
    const job = changes.watch((change) => change.kind === 'JOB' && change.jobId === 'a');
    const woken: string[] = [];
    const waits = [model.next().then(() => woken.push('model')), job.next().then(() => woken.push('job'))];
    changes.publish({ kind: 'JOB', jobId: 'b' });
    changes.publish({ kind: 'JOB', jobId: 'a' });
    await waits[1];
    expect(woken).toEqual(['job']);
    changes.publish(MODEL);
    await waits[0];
    expect(woken).toEqual(['job', 'model']);
  });

  it('counts what came while nobody waited as one, and loses none', async () => {
    const changes = createChanges();
    const watch = changes.watch(() => true);
    for (let n = 0; n < 3; n++) changes.publish(MODEL);
    expect(await watch.next()).toBe(true);
    const second = watch.next();
    let woken = false;
    void second.then(() => (woken = true));
    await Promise.resolve();
    expect(woken).toBe(false);
    changes.publish(MODEL);
    expect(await second).toBe(true);
  });

  it('wakes everybody where announcements were missed', async () => {
    const changes = createChanges();
    const watch = changes.watch(() => false);
    const next = watch.next();
    changes.publish({ kind: 'MISSED' });
    expect(await next).toBe(true);
  });

  it('ends a watch, also one that is waited for, and forgets it', async () => {
    const changes = createChanges();
    const [one, two] = [changes.watch(() => true), changes.watch(() => true)];
    const next = one.next();
    one.close();
    expect([await next, await one.next(), changes.size()]).toEqual([false, false, 1]);
    changes.close();
    expect([await two.next(), changes.size()]).toEqual([false, 0]);
  });
});
