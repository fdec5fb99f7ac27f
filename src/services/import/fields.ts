/** What a file may hold. */
export const IMPORT_KINDS = ['users', 'content', 'engagements', 'feedback'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A field of ours that a column can fill. */
export interface Field {
  /** Our name, as the API has it. `snake_case` is accepted as well wherever a name is given. */
  readonly name: string;
  readonly required?: true;
  /** Other names that columns have in the wild, compared without case, spaces and punctuation. */
  readonly synonyms: readonly string[];
}

const USER_ID = ['user id', 'user', 'learner id', 'learner', 'student id', 'employee id', 'member id', 'customer id'];
const CONTENT_ID = ['content id', 'item id', 'course id', 'movie id', 'resource id', 'lesson id'];

/** The fields of each kind of file, and the columns that are understood without a mapping. */
export const FIELDS: Readonly<Record<ImportKind, readonly Field[]>> = {
  users: [
    { name: 'id', required: true, synonyms: USER_ID },
    { name: 'title', synonyms: ['job title', 'job', 'role', 'position'] },
    { name: 'department', synonyms: ['dept', 'team', 'business unit'] },
    { name: 'seniorityLevel', synonyms: ['seniority', 'level', 'grade', 'experience level'] },
    { name: 'learningStyle', synonyms: ['style', 'preferred style'] },
  ],
  content: [
    { name: 'id', required: true, synonyms: [...CONTENT_ID, 'content', 'item'] },
    {
      name: 'title',
      synonyms: ['name', 'course title', 'content title', 'course name', 'content name', 'item name', 'movie title'],
    },
    { name: 'description', synonyms: ['summary', 'abstract', 'overview', 'course description', 'content description'] },
    { name: 'domain', synonyms: ['category', 'subject'] },
    { name: 'subtopic', synonyms: ['subcategory', 'subdomain', 'topic'] },
    { name: 'difficultyLevel', synonyms: ['difficulty', 'level', 'course level', 'course difficulty'] },
    { name: 'contentType', synonyms: ['type', 'format'] },
    { name: 'language', synonyms: ['lang', 'locale'] },
    { name: 'tags', synonyms: ['concepts', 'genres', 'keywords', 'skills', 'topics', 'labels'] },
    { name: 'durationMinutes', synonyms: ['duration min', 'duration mins', 'minutes', 'length minutes'] },
    { name: 'publishedAt', synonyms: ['published', 'publish date', 'published date', 'release date', 'time stamp'] },
    { name: 'retiredAt', synonyms: ['retired date', 'archived at'] },
    { name: 'prerequisites', synonyms: ['prerequisite ids', 'required content', 'required courses'] },
  ],
  engagements: [
    { name: 'userId', required: true, synonyms: USER_ID },
    { name: 'contentId', required: true, synonyms: [...CONTENT_ID, 'content', 'item', 'course', 'movie'] },
    {
      name: 'timestamp',
      synonyms: [
        'time',
        'date',
        'datetime',
        'event time',
        'occurred at',
        'created at',
        'engaged at',
        'ts',
        'time stamp',
      ],
    },
    {
      name: 'durationSeconds',
      synonyms: ['duration', 'seconds', 'duration sec', 'watch time', 'time spent', 'watched seconds', 'dwell time'],
    },
    { name: 'liked', synonyms: ['like', 'is liked'] },
    {
      name: 'engagementType',
      synonyms: ['type', 'event', 'event type', 'action', 'verb', 'interaction', 'interaction type', 'feedback type'],
    },
    { name: 'idempotencyKey', synonyms: ['event id'] },
  ],
  feedback: [
    { name: 'userId', required: true, synonyms: USER_ID },
    { name: 'contentId', required: true, synonyms: [...CONTENT_ID, 'content', 'item', 'course', 'movie'] },
    { name: 'kind', required: true, synonyms: ['feedback', 'feedback kind', 'feedback type', 'type'] },
    { name: 'givenAt', synonyms: ['timestamp', 'time', 'date', 'datetime', 'created at', 'ts', 'time stamp'] },
  ],
};

/** A name as it is compared: lower case, letters and digits only, so that `COURSE_ID`, `courseId` and `Course ID` are one. */
export function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Columns that exports have not always had, by kind; files without them are exports all the same. */
export const LATER_HEADERS: Readonly<Record<ImportKind, readonly string[]>> = {
  users: [],
  content: ['prerequisites'],
  engagements: [],
  feedback: [],
};

/** Columns of exported files, in their order: every field, in snake case. */
export const EXPORT_HEADERS: Readonly<Record<ImportKind, readonly string[]>> = {
  users: namesOf('users'),
  content: namesOf('content'),
  engagements: namesOf('engagements'),
  feedback: namesOf('feedback'),
};

function namesOf(kind: ImportKind): string[] {
  return FIELDS[kind].map(({ name }) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}
