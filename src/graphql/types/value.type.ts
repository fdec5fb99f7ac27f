import { Field, Int, ObjectType } from 'type-graphql';
import type { Segment } from '../../services/random-users.js';
import type { ContentField, UserField, ValueCount } from '../../services/values.js';
import { defineEnum } from './enums.js';

export const ContentFieldEnum = defineEnum<ContentField>('ContentField', 'A field of content that filters compare.', {
  DOMAIN: 'Field of knowledge.',
  SUBTOPIC: 'Part of the domain.',
  DIFFICULTY_LEVEL: 'How demanding it is.',
  CONTENT_TYPE: 'Form it takes.',
  LANGUAGE: 'Language it is in.',
  TAG: 'Free labels; content counts for each of its own.',
});

export const UserFieldEnum = defineEnum<UserField>('UserField', 'A field of learners that filters compare.', {
  DEPARTMENT: 'Department.',
  SENIORITY_LEVEL: 'How senior they are.',
});

export const SegmentEnum = defineEnum<Segment>(
  'Segment',
  'Learners by how many pieces of content they engaged with. Every learner is in exactly one.',
  {
    COLD: 'Engaged with nothing.',
    CASUAL: 'Engaged with 1 to 5 pieces.',
    REGULAR: 'Engaged with 6 to 99 pieces.',
    POWER: 'Engaged with 100 pieces or more.',
  },
);

@ObjectType('ValueCount', { description: 'A value that a field has, and how often.', simpleResolvers: true })
export class ValueCountType implements ValueCount {
  @Field(() => String, { description: 'The value, as filters take it. Example: `Data Science`.' })
  readonly value!: string;

  @Field(() => Int, { description: 'How many have it. Example: `1240`.' })
  readonly count!: number;
}
