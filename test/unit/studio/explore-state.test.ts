import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  catalogueFilterOf,
  LEVELS,
  listArgumentsOf,
  readExplore,
  SENIORITIES,
  writeExplore,
  type ExploreState,
} from '../../../studio/src/explore/explore-state.js';

const text = fc.string({ maxLength: 12, unit: 'binary' }).filter((value) => value.isWellFormed());
const id = text.filter((value) => value !== '');
const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);
const seniority = fc.constantFrom(null, ...SENIORITIES);
const values = fc.uniqueArray(id, { maxLength: 3 });

const common = {
  alpha: fc.option(share),
  k: fc.integer({ min: 1, max: 50 }),
  diversity: share,
  exploration: share,
  difficultyFit: fc.boolean(),
  includeSeen: fc.boolean(),
  readyOnly: fc.boolean(),
  filters: fc.record({
    domain: values,
    subtopic: values,
    level: fc.subarray([...LEVELS]),
    type: values,
    language: values,
  }),
  item: fc.option(id),
  find: fc.record({ text, department: text, seniority }),
};
const state: fc.Arbitrary<ExploreState> = fc.oneof(
  fc.record({ ...common, learner: fc.option(id), profile: fc.constant(null) }),
  fc.record({
    ...common,
    learner: fc.constant(null),
    profile: fc.record({ title: text, department: text, seniority, liked: values, seen: values }),
  }),
);

describe('the state of Explore in the address', () => {
  it('comes back from the address as it went in', () => {
    fc.assert(
      fc.property(state, (state) => {
        expect(readExplore(new URLSearchParams(writeExplore(state).toString()))).toEqual(state);
      }),
    );
  });

  it('is not there for defaults', () => {
    expect(writeExplore(readExplore(new URLSearchParams())).toString()).toBe('');
  });

  it('ignores what it cannot understand', () => {
    const read = readExplore(
      new URLSearchParams('alpha=2&k=0&diversity=x&level=EASY&exploration=&find-seniority=BOSS'),
    );
    expect(read).toEqual(readExplore(new URLSearchParams()));
  });

  it('becomes arguments of the API, without those that have their default', () => {
    expect(listArgumentsOf(readExplore(new URLSearchParams('learner=7')))).toEqual({ k: 10, exploration: 0 });
    const address =
      'learner=7&k=5&alpha=0&diversity=0.3&fit=1&seen=1&ready=1&exploration=0.1&domain=Data+Science&level=BEGINNER';
    expect(listArgumentsOf(readExplore(new URLSearchParams(address)))).toEqual({
      k: 5,
      alpha: 0,
      diversity: 0.3,
      difficultyFit: true,
      exploration: 0.1,
      includeSeen: true,
      readyOnly: true,
      filter: { domain: { in: ['Data Science'] }, difficultyLevel: { in: ['BEGINNER'] } },
    });
    expect(catalogueFilterOf(readExplore(new URLSearchParams('type=Video&type=Lab&language=en')).filters)).toEqual({
      contentType: { in: ['Video', 'Lab'] },
      language: { in: ['en'] },
    });
  });
});
