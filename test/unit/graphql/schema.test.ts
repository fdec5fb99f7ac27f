import { describe, expect, it } from '@jest/globals';
import { isObjectType } from 'graphql';
import { buildSchema, printSorted } from '../../../src/graphql/schema.js';

const BOUNDED = ['k', 'first', 'alpha', 'alphas', 'diversity', 'exploration', 'minScore', 'max', 'windowDays'];

describe('the schema', () => {
  it('states range and default of every bounded argument', async () => {
    const schema = await buildSchema();
    const fields = [schema.getQueryType()!, schema.getType('User'), schema.getType('Content')].flatMap((type) =>
      isObjectType(type) ? Object.values(type.getFields()) : [],
    );
    const bounded = fields.flatMap((field) => field.args).filter((arg) => BOUNDED.includes(arg.name));
    expect(bounded.length).toBeGreaterThanOrEqual(10);
    for (const arg of bounded) {
      expect(arg.description).toMatch(/1-100|0-1|from 0 .* to 1|1-365|1-3660/);
      expect(arg.description).toMatch(/Default/);
    }
  });

  it('has the root fields of the design and no others', async () => {
    const schema = await buildSchema();
    expect(Object.keys(schema.getQueryType()!.getFields()).sort()).toEqual(
      [
        'algorithms alphaSweep compareModels content contentValues contents evaluation insights model modelReport models node nodes randomUsers recommendations recommendationsForProfile',
        'settings similarContent similarContentList similarUsers trainingJob trainingJobs trending user userValues users',
      ]
        .join(' ')
        .split(' '),
    );
    expect(Object.keys(schema.getMutationType()!.getFields()).sort()).toEqual(
      'activateModel cancelTraining deleteModel deleteUsers giveFeedback recordEngagements retrain undoFeedback upsertContent upsertUsers'.split(
        ' ',
      ),
    );
    expect(Object.keys(schema.getSubscriptionType()!.getFields()).sort()).toEqual(
      'evaluationProgress modelActivated recommendationsChanged trainingProgress'.split(' '),
    );
  });

  it('is printed the same whenever it is built, sorted', async () => {
    const printed = printSorted(await buildSchema());
    expect(printSorted(await buildSchema())).toBe(printed);
    const types = [...printed.matchAll(/^(?:type|input|enum|scalar|interface) (\w+)/gm)].map((match) => match[1]!);
    expect(types).toEqual([...types].sort());
  });
});
