import { describe, expect, it } from '@jest/globals';
import { createMatrix } from '../../../src/model/kernels/engine.js';
import { gram } from '../../../src/model/kernels/gram.js';
import { wasmEngine } from '../../support/engines.js';

describe('threaded engine', () => {
  const engine = wasmEngine(2);
  const far = wasmEngine(2);

  it('passes through what a pause throws, stops the job and stays usable', () => {
    const stop = new Error('stop');
    engine.scope(() => {
      const matrix = createMatrix(engine, 5000, 4);
      matrix.values.fill(1);
      const out = new Float64Array(16);
      const stopping = (): never => {
        throw stop;
      };
      expect(() => {
        // The other thread may take all the chunks of a run before this one does.
        for (;;) gram(engine, matrix, out, stopping);
      }).toThrow(stop);
      gram(engine, matrix, out);
      expect([...out]).toEqual(new Array(16).fill(5000));
    });
  });

  it('knows no kernel of another name', () => {
    expect(() => engine.jobs!.run('nothing', 1, 1, [])).toThrow('nothing');
  });

  it('gives the same answer over thousands of short jobs', () => {
    engine.scope(() => {
      const matrix = createMatrix(engine, 300, 1);
      matrix.values.fill(1);
      const out = new Float64Array(1);
      for (let run = 0; run < 3000; run++) {
        gram(engine, matrix, out);
        if (out[0] !== 300) expect([run, out[0]]).toEqual([run, 300]);
      }
    });
  });

  it('runs where all its memory lies beyond 2 GiB', () => {
    far.scope(() => {
      far.int32(2 ** 29);
      const matrix = createMatrix(far, 1000, 5);
      expect(matrix.values.byteOffset).toBeGreaterThan(2 ** 31);
      for (let r = 0; r < 1000; r++) matrix.values.fill(2, r * 8, r * 8 + 5);
      const out = new Float64Array(25);
      gram(far, matrix, out);
      expect([...out]).toEqual(new Array(25).fill(4000));
    });
  });
});
