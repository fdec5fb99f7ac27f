import { describe, expect, it } from '@jest/globals';
import { drawPrerequisites, type Requirable } from '../../../seed/draw-prerequisites.js';
import { generateContent } from '../../../seed/generate-content.js';
import { createRandom } from '../../../src/model/random.js';

describe('prerequisites of made-up content', () => {
  const { rows } = generateContent({ count: 3000 }, createRandom(7));
  const byId = new Map(rows.map((row) => [row.id, row]));

  it('are one level below, of the same topic and older', () => {
    const below = { INTERMEDIATE: 'BEGINNER', ADVANCED: 'INTERMEDIATE' } as const;
    for (const { difficultyLevel, subtopic, publishedAt, prerequisites } of rows) {
      if (difficultyLevel === null || difficultyLevel === 'BEGINNER') expect(prerequisites).toEqual([]);
      else
        for (const id of prerequisites) {
          expect(byId.get(id)).toMatchObject({ difficultyLevel: below[difficultyLevel], subtopic });
          expect(byId.get(id)!.publishedAt.getTime()).toBeLessThan(publishedAt.getTime());
        }
      expect(new Set(prerequisites).size).toBe(prerequisites.length);
    }
  });

  it('are required by a third of the intermediate and more than half of the advanced content', () => {
    const share = (level: string): number => {
      const of = rows.filter(({ difficultyLevel }) => difficultyLevel === level);
      return of.filter(({ prerequisites }) => prerequisites.length > 0).length / of.length;
    };
    // A little less than drawn: where nothing older is there, nothing is required.
    expect(share('INTERMEDIATE')).toBeGreaterThan(0.27);
    expect(share('INTERMEDIATE')).toBeLessThan(0.39);
    expect(share('ADVANCED')).toBeGreaterThan(0.48);
    expect(share('ADVANCED')).toBeLessThan(0.66);
    expect(rows.some(({ prerequisites }) => prerequisites.length === 2)).toBe(true);
  });

  it('are of the same subject where there is any', () => {
    const content = (id: string, subject: string, difficultyLevel: Requirable['difficultyLevel'], day: number) => ({
      id,
      subject,
      difficultyLevel,
      publishedAt: new Date(day * 86_400_000),
      topic: 0,
    });
    const basics = [content('x', 'sets', 'BEGINNER', 1), content('y', 'maps', 'BEGINNER', 2)];
    const many = Array.from({ length: 200 }, (_, i) => content(`m${i}`, 'maps', 'INTERMEDIATE', 3));
    const drawn = drawPrerequisites([...basics, ...many], createRandom(1)).filter((ids) => ids.length > 0);
    expect(drawn.length).toBeGreaterThan(40);
    expect(drawn.every(([first]) => first === 'y')).toBe(true);
    // Nothing is older than the day 2 but x, which is of another subject.
    const early = Array.from({ length: 200 }, (_, i) => content(`m${i}`, 'maps', 'INTERMEDIATE', 2));
    expect(new Set(drawPrerequisites([...basics, ...early], createRandom(1)).flat())).toEqual(new Set(['x']));
  });
});
