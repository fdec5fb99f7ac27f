import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  CATALOGUE_METRICS,
  ERROR_METRICS,
  LIST_METRICS,
  RANKING_METRICS,
} from '../../../../src/evaluation/metrics/registry.js';

const all = [...RANKING_METRICS, ...LIST_METRICS, ...CATALOGUE_METRICS, ...ERROR_METRICS];

describe('the registry of measures', () => {
  it('names every measure once', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it.each(all)(
    '$name states its definition and variant, and docs/evaluation.md has it',
    ({ name, variant, definition }) => {
      expect(definition).toMatch(/^[A-Z].+\.$/);
      expect(variant).not.toBe('');
      expect(readFileSync(new URL('../../../../docs/evaluation.md', import.meta.url), 'utf8')).toContain(`\`${name}\``);
    },
  );
});
