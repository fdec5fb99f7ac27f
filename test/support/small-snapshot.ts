import { fitContentModel } from '../../src/model/content/features.js';
import { IDENTITY_CALIBRATION } from '../../src/model/hybrid/calibrate.js';
import { encodeHybrid } from '../../src/model/hybrid/hybrid-snapshot.js';
import type { Interactions } from '../../src/model/interactions.js';
import { getAlgorithm, resolveHyperParameters } from '../../src/model/registry.js';

/** The smallest whole model: one learner engaged one of two items, whose keys are 1 and 2. */
export function smallSnapshot(): Uint8Array<ArrayBuffer> {
  const data: Interactions = {
    users: 1,
    items: 2,
    size: 1,
    rowPtr: Int32Array.of(0, 1),
    item: Int32Array.of(0),
    strength: Float32Array.of(1),
    rating: Float32Array.of(5),
    timestamp: Float64Array.of(1),
    disliked: Uint8Array.of(0),
  };
  const algorithm = getAlgorithm('POPULARITY');
  const context = { seed: 1, checkpoint: () => undefined };
  const nothing = { description: null, domain: null, subtopic: null, difficultyLevel: null };
  const record = (title: string) => ({ ...nothing, title, contentType: null, language: null, tags: [] });
  const bytes = encodeHybrid({
    serving: {
      collaborative: algorithm.fit(data, resolveHyperParameters(algorithm, {}), context as never),
      content: fitContentModel([record('Python'), record('Rust')]),
      calibration: { collaborative: IDENTITY_CALIBRATION, content: IDENTITY_CALIBRATION },
      popularity: Int32Array.of(1, 0),
      alpha: 0.5,
      coldWeight: 0,
      alphaByHistory: null,
    },
    holdout: null,
    cut: null,
    itemPk: Int32Array.of(1, 2),
    halfLifeDays: null,
  });
  return new Uint8Array(bytes);
}
